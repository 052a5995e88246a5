using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KindTools.Console.Commands.Data;

/// <summary>Writes objects as JSON the way pwsh's <c>ConvertTo-Json</c> does.</summary>
internal sealed class JsonOutput : IDisposable
{
    private readonly MemoryStream _text = new();
    private readonly Utf8JsonWriter _json;
    private readonly int _depth;
    private readonly bool _enumsAsStrings;

    public JsonOutput(int depth, bool compress, bool enumsAsStrings)
    {
        _depth = depth;
        _enumsAsStrings = enumsAsStrings;
        _json = new Utf8JsonWriter(_text, new JsonWriterOptions
        {
            Indented = !compress,
            NewLine = Environment.NewLine,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = 1000,
        });
    }

    /// <summary>Something lay deeper than asked for and was written as text.</summary>
    public bool IsCut { get; private set; }

    public string Convert(object? value)
    {
        Write(value, 0);
        _json.Flush();
        return System.Text.Encoding.UTF8.GetString(_text.ToArray());
    }

    public void Dispose()
    {
        _json.Dispose();
        _text.Dispose();
    }

    private void Write(object? value, int level)
    {
        var wrapped = value as PSObject;
        var plain = wrapped is null ? value : wrapped.BaseObject;
        if (WriteScalar(plain)) return;

        if (level > _depth)
        {
            IsCut = true;
            _json.WriteStringValue(LanguagePrimitives.ConvertTo<string>(value));
            return;
        }

        switch (plain)
        {
            case IDictionary table:
                _json.WriteStartObject();
                foreach (DictionaryEntry entry in table)
                {
                    _json.WritePropertyName(entry.Key.ToString() ?? "");
                    Write(entry.Value, level + 1);
                }

                _json.WriteEndObject();
                break;
            case IEnumerable items:
                _json.WriteStartArray();
                foreach (var item in items) Write(item, level + 1);
                _json.WriteEndArray();
                break;
            default:
                WriteProperties(wrapped ?? PSObject.AsPSObject(plain), level);
                break;
        }
    }

    private void WriteProperties(PSObject item, int level)
    {
        _json.WriteStartObject();
        foreach (var property in item.Properties)
        {
            object? value;
            try
            {
                value = property.Value;
            }
            catch (GetValueException)
            {
                value = null;
            }

            _json.WritePropertyName(property.Name);
            Write(value, level + 1);
        }

        _json.WriteEndObject();
    }

    private bool WriteScalar(object? value)
    {
        switch (value)
        {
            case null or DBNull or System.Management.Automation.Language.NullString: _json.WriteNullValue(); break;
            case string text: _json.WriteStringValue(text); break;
            case char sign: _json.WriteStringValue(sign.ToString()); break;
            case bool boolean: _json.WriteBooleanValue(boolean); break;
            case SwitchParameter given: _json.WriteBooleanValue(given); break;
            case Enum member when _enumsAsStrings: _json.WriteStringValue(member.ToString()); break;
            case Enum member: _json.WriteNumberValue(System.Convert.ToInt64(member, CultureInfo.InvariantCulture)); break;
            case double or float: WriteReal(System.Convert.ToDouble(value, CultureInfo.InvariantCulture)); break;
            case decimal number: _json.WriteNumberValue(number); break;
            case ulong number: _json.WriteNumberValue(number); break;
            case byte or sbyte or short or ushort or int or uint or long:
                _json.WriteNumberValue(System.Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case BigInteger number: _json.WriteRawValue(number.ToString(CultureInfo.InvariantCulture)); break;
            case DateTime time: _json.WriteStringValue(time); break;
            case DateTimeOffset time: _json.WriteStringValue(time); break;
            case Guid or Uri: _json.WriteStringValue(value.ToString()); break;
            default: return false;
        }

        return true;
    }

    private void WriteReal(double number)
    {
        // A real number stays one to the reader: 1.0 and not 1.
        if (!double.IsFinite(number)) _json.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
        else if (double.IsInteger(number) && Math.Abs(number) < 1e15) _json.WriteNumberValue((decimal)number + 0.0m);
        else _json.WriteNumberValue(number);
    }
}

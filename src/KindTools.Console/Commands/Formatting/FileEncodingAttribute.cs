using System.Management.Automation;
using System.Text;

namespace KindTools.Console.Commands.Formatting;

/// <summary>Takes pwsh's names of encodings (<c>utf8</c>, <c>ascii</c>, <c>unicode</c> …), code pages and encodings.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FileEncodingAttribute : ArgumentTransformationAttribute
{
    public static readonly Encoding Default = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            string name => ByName(name),
            int codePage => Encoding.GetEncoding(codePage),
            var other => other,
        };

    private static Encoding ByName(string name) => name.ToUpperInvariant() switch
    {
        "UTF8" or "UTF8NOBOM" or "DEFAULT" or "OEM" => Default,
        "UTF8BOM" => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
        "ASCII" => Encoding.ASCII,
        "UNICODE" => Encoding.Unicode,
        "BIGENDIANUNICODE" => Encoding.BigEndianUnicode,
        "UTF32" => Encoding.UTF32,
        _ => Encoding.GetEncoding(name),
    };
}

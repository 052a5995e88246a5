using System.Collections;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace KindTools.Console.Commands.Objects;

/// <summary>
/// What stands behind <c>-Property</c>: a name, a name with wildcards, a script block, or a hashtable of a name and
/// an expression.
/// </summary>
internal sealed class PropertySelector
{
    private readonly PSPropertyExpression _expression;
    private readonly string? _name;

    private PropertySelector(PSPropertyExpression expression, string? name, bool? descending = null) =>
        (_expression, _name, Descending) = (expression, name, descending);

    /// <summary>The direction to sort in, when it is said.</summary>
    public bool? Descending { get; }

    /// <summary>The name as it was said.</summary>
    public string Name => _name ?? _expression.ToString();

    public static PropertySelector Parse(object property)
    {
        property = property is PSObject wrapped ? wrapped.BaseObject : property;
        return property switch
        {
            IDictionary table => Parse(table),
            ScriptBlock script => new PropertySelector(new PSPropertyExpression(script), null),
            _ => new PropertySelector(new PSPropertyExpression(LanguagePrimitives.ConvertTo<string>(property)), null),
        };
    }

    /// <summary>The value for an object: the first, when a wildcard finds several; null when there is none.</summary>
    public object? Value(PSObject? item) => Values(item).FirstOrDefault().Value;

    /// <summary>Names and values for an object.</summary>
    public IEnumerable<(string Name, object? Value)> Values(PSObject? item)
    {
        if (item is null) yield break;
        foreach (var resolved in _expression.ResolveNames(item))
        {
            // An expression that fails is an empty value, as in pwsh.
            foreach (var result in resolved.GetValues(item))
                yield return (_name ?? resolved.ToString(), result.Exception is null ? result.Result : null);
        }
    }

    private static PropertySelector Parse(IDictionary table)
    {
        string? name = null;
        object? expression = null;
        bool? descending = null;
        foreach (DictionaryEntry entry in table)
        {
            var key = entry.Key.ToString() ?? "";
            bool Means(string word) => key.Length > 0 && word.StartsWith(key, StringComparison.OrdinalIgnoreCase);

            if (Means("name") || Means("label")) name = entry.Value?.ToString();
            else if (Means("expression")) expression = entry.Value;
            else if (Means("descending")) descending = LanguagePrimitives.IsTrue(entry.Value);
            else if (Means("ascending")) descending = !LanguagePrimitives.IsTrue(entry.Value);
            else throw new PSArgumentException($"The key '{key}' is not valid; a property has Name, Expression, Ascending and Descending.");
        }

        expression = expression is PSObject wrapped ? wrapped.BaseObject : expression ?? name;
        return expression switch
        {
            null => throw new PSArgumentException("A calculated property needs an Expression."),
            ScriptBlock script => new PropertySelector(new PSPropertyExpression(script), name, descending),
            _ => new PropertySelector(new PSPropertyExpression(expression.ToString()!), name, descending),
        };
    }
}

namespace KindTools.Tests.Fuzz;

/// <summary>An input that chance made of an entry of the corpus.</summary>
/// <param name="Origin">The entry.</param>
/// <param name="Content">The input.</param>
internal sealed record FuzzCase(string Origin, byte[] Content)
{
    /// <summary>The input as text; what is no UTF-8 in it is replaced.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Content);

    /// <summary>What a failure prints: enough to make the input a new entry of the corpus.</summary>
    public override string ToString() => $"from {Origin}: {Convert.ToBase64String(Content)}";
}

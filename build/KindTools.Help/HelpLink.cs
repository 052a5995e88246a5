namespace KindTools.Help;

/// <summary>Where to read on.</summary>
/// <param name="Text">What it is called.</param>
/// <param name="Uri">Its address, or null for another topic of Get-Help.</param>
internal sealed record HelpLink(string Text, Uri? Uri);

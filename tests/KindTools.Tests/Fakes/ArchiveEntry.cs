using System.Formats.Tar;
using System.Text;

namespace KindTools.Tests.Fakes;

/// <summary>An entry read back from an archive.</summary>
internal sealed record ArchiveEntry(string Name, TarEntryType Type, string Link, byte[] Content)
{
    public string Text => Encoding.UTF8.GetString(Content);
}

using System.Management.Automation;

namespace KindTools.Console.Commands.Objects;

/// <summary><c>Get-Member</c>.</summary>
[Cmdlet(VerbsCommon.Get, "Member")]
internal sealed class GetMemberCommand : PSCmdlet
{
    private readonly HashSet<string> _seen = [];

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    [Parameter]
    [Alias("Type")]
    public PSMemberTypes MemberType { get; set; } = PSMemberTypes.All;

    protected override void ProcessRecord()
    {
        if (InputObject is null || !_seen.Add(InputObject.TypeNames[0])) return;

        var members = Name.SelectMany(name => InputObject.Members.Match(name, MemberType))
            .Where(member => !member.Name.StartsWith("get_", StringComparison.Ordinal) && !member.Name.StartsWith("set_", StringComparison.Ordinal)
                && (member.MemberType & PSMemberTypes.MemberSet) == 0)
            .DistinctBy(member => member.Name)
            .OrderBy(member => member.MemberType.ToString(), StringComparer.Ordinal)
            .ThenBy(member => member.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var member in members)
        {
            var result = new PSObject();
            // pwsh's view makes the table, headed by the type.
            result.TypeNames.Insert(0, "Microsoft.PowerShell.Commands.MemberDefinition");
            result.Properties.Add(new PSNoteProperty("TypeName", InputObject.TypeNames[0]));
            result.Properties.Add(new PSNoteProperty("Name", member.Name));
            result.Properties.Add(new PSNoteProperty("MemberType", member.MemberType));
            result.Properties.Add(new PSNoteProperty("Definition", member.ToString()));
            WriteObject(result);
        }
    }
}

using System.Management.Automation;

namespace KindTools.Console.Commands.Session;

/// <summary><c>Get-Variable</c>.</summary>
[Cmdlet(VerbsCommon.Get, "Variable")]
[OutputType(typeof(PSVariable))]
internal sealed class GetVariableCommand : PSCmdlet
{
    [Parameter(Position = 0)]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    [Parameter]
    public SwitchParameter ValueOnly { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var name in Name)
        {
            var found = InvokeProvider.Item.Get("variable:" + name)
                .Select(item => item.BaseObject).OfType<PSVariable>().OrderBy(v => v.Name, StringComparer.OrdinalIgnoreCase);
            foreach (var variable in found) WriteObject(ValueOnly ? variable.Value : variable);
        }
    }
}

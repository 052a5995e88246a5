using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace KindTools.Console.Session;

/// <summary>
/// The few parts of the engine that pwsh's own modules reach as its friends and nobody else can. Formatting lives
/// whole in System.Management.Automation, but the commands over it (Format-Table, Format-List, Out-String, Out-File) are
/// in an assembly that is not published; written anew they would never print "exactly as pwsh". The package's version is
/// pinned and the tests compare what is printed, so a change in the engine shows at once.
/// </summary>
internal static class EngineInternals
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private const string Namespace = "Microsoft.PowerShell.Commands.Internal.Format.";

    private static readonly Assembly Engine = typeof(PSObject).Assembly;

    /// <summary>Makes a formatting command one for tables, lists, …</summary>
    /// <param name="command">A command derived from the engine's public base classes.</param>
    /// <param name="shape">Table, List, Complex: the engine's own enum.</param>
    public static void UseFormatter(FrontEndCommandBase command, string shape) =>
        SetImplementation(
            command, Create("InnerFormatShapeCommand", Enum.Parse(Type("FormatShape"), shape)));

    /// <summary>Makes a command one that turns objects into lines of text.</summary>
    public static void UseOutputter(FrontEndCommandBase command) =>
        SetImplementation(command, Create("OutputManagerInner"));

    /// <summary>Where the lines of <see cref="UseOutputter"/> go.</summary>
    public static void SetWriter(FrontEndCommandBase command, TextWriter writer, int width, bool noNewLine)
    {
        var implementation = Field(typeof(FrontEndCommandBase), "implementation").GetValue(command)!;
        var lines = Create("TextWriterLineOutput", writer, width, noNewLine);
        implementation.GetType().GetProperty("LineOutput", Any)!.SetValue(implementation, lines);
    }

    /// <summary>Marks an object as coming from the error stream, so that the engine shows it there.</summary>
    public static PSObject AsError(ErrorRecord error)
    {
        var wrapped = new PSObject(error);
        var property = typeof(PSObject).GetProperty("WriteStream", Any)!;
        property.SetValue(wrapped, Enum.Parse(property.PropertyType, "Error"));
        return wrapped;
    }

    /// <summary>
    /// Makes a command one of a module by name: <c>Microsoft.PowerShell.Management\Resolve-Path</c> is what the engine's
    /// own completion of paths calls.
    /// </summary>
    public static void SetModuleName(SessionStateCmdletEntry command, string module)
    {
        var version = typeof(EngineInternals).Assembly.GetName().Version!;
        var snapIn = Activator.CreateInstance(
            typeof(PSSnapInInfo),
            Any,
            binder: null,
            [module, false, AppContext.BaseDirectory, module, module, version, version, new Collection<string>(), new Collection<string>(), "", ""],
            culture: null)!;
        typeof(SessionStateCommandEntry).GetMethod("SetPSSnapIn", Any)!.Invoke(command, [snapIn]);
    }

    /// <summary>Makes an error one of another command's than the one that writes it.</summary>
    public static void Blame(ErrorRecord error, InvocationInfo invocation)
    {
        typeof(ErrorRecord).GetMethod("SetInvocationInfo", Any, [typeof(InvocationInfo)])!.Invoke(error, [invocation]);
        typeof(ErrorRecord).GetProperty("PreserveInvocationInfoOnce", Any)!.SetValue(error, true);
    }

    /// <summary>
    /// What to throw when a command wants no more input: everything before it stops, as after
    /// <c>Select-Object -First</c>, and the pipeline ends well.
    /// </summary>
    public static Exception EnoughOf(Cmdlet command) =>
        (Exception)Activator.CreateInstance(
            Engine.GetType("System.Management.Automation.StopUpstreamCommandsException", throwOnError: true)!,
            Any,
            binder: null,
            [command],
            culture: null)!;

    /// <summary>
    /// Lets <c>exit N</c> in a script file end the session with N. Otherwise it only ends that script, as it does when
    /// one script calls another.
    /// </summary>
    public static void ScriptExitEndsSession(Runspace runspace)
    {
        var context = typeof(Runspace).GetProperty("ExecutionContext", Any)!.GetValue(runspace)!;
        context.GetType().GetProperty("ScriptCommandProcessorShouldRethrowExit", Any)!.SetValue(context, true);
    }

    private static void SetImplementation(FrontEndCommandBase command, object implementation) =>
        Field(typeof(FrontEndCommandBase), "implementation").SetValue(command, implementation);

    private static FieldInfo Field(Type type, string name) => type.GetField(name, Any)!;

    private static Type Type(string name) => Engine.GetType(Namespace + name, throwOnError: true)!;

    private static object Create(string name, params object[] arguments) =>
        Activator.CreateInstance(Type(name), Any, binder: null, arguments, culture: null)!;
}

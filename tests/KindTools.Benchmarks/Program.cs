using KindTools.Benchmarks;
using KindTools.Benchmarks.Measuring;
using KindTools.Benchmarks.Scenarios;

const int Failed = 1;
const int CannotRun = 2;

Options options;
try
{
    options = Options.Parse(args);
}
catch (UsageException exception)
{
    Console.Error.WriteLine(exception.Message);
    Console.Error.WriteLine(Options.Usage);
    return CannotRun;
}

if (options.Help)
{
    Console.WriteLine(Options.Usage);
    return 0;
}

// Ctrl+C ends what runs at the moment; images are removed as after any other failure.
Console.CancelKeyPress += (_, pressed) => pressed.Cancel = Contest.Interrupt();

var outcomes = new List<Outcome>();
var labs = new Dictionary<string, Lab>();
var missing = new HashSet<string>();
var failed = false;
foreach (var scenario in options.Scenarios)
{
    if (scenario is LocalScenario local)
    {
        if (!Contest.Interrupted) Try(scenario, "on this machine", () => outcomes.Add(local.Run(options)));
        continue;
    }

    foreach (var wish in scenario.Labs)
    {
        if (Contest.Interrupted) break;
        if (wish.Find() is not { } lab)
        {
            Console.Error.WriteLine($"{scenario.Name}: no lab with {wish.Description} is up.");
            missing.Add(wish.Command);
            continue;
        }

        Try(scenario, $"on lab '{lab.Name}' ({lab.Engine}, {lab.NodeCount} nodes)", () =>
        {
            outcomes.Add(scenario.Run(lab, options));
            labs[lab.Name] = lab;
        });
    }
}

if (missing.Count > 0)
{
    Console.Error.WriteLine("As root, this brings up what was missing:");
    foreach (var command in missing) Console.Error.WriteLine($"  {command}");
}

if (outcomes.Count > 0) Report.Write(Console.Out, outcomes, labs.Values);
return failed ? Failed : missing.Count > 0 && (outcomes.Count == 0 || options.Chosen) ? CannotRun : 0;

void Try(Scenario scenario, string where, Action run)
{
    Console.Error.WriteLine($"{scenario.Name}: {where} ...");
    try
    {
        run();
    }
    catch (Exception exception) when (exception is InvalidOperationException or OperationCanceledException or IOException)
    {
        Console.Error.WriteLine($"{scenario.Name}: {exception.Message}");
        failed = true;
    }
}

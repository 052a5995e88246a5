using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using KindTools.Console.Input;

namespace KindTools.Console.Host;

/// <summary>Questions to the user: <c>-Confirm</c>, <c>Read-Host</c>, mandatory parameters, credentials.</summary>
internal sealed partial class ConsoleUserInterface
{
    public override string ReadLine()
    {
        RefuseWhenNonInteractive();
        return ReadAnswer(hidden: false);
    }

    public override SecureString ReadLineAsSecureString()
    {
        RefuseWhenNonInteractive();
        var secret = new SecureString();
        foreach (var sign in ReadAnswer(hidden: true)) secret.AppendChar(sign);
        secret.MakeReadOnly();
        return secret;
    }

    public override int PromptForChoice(
        string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        ArgumentNullException.ThrowIfNull(choices);
        if (choices.Count == 0) throw new ArgumentException("There is nothing to choose from.", nameof(choices));
        RefuseWhenNonInteractive();

        WriteLine();
        if (!string.IsNullOrEmpty(caption)) WriteLine(caption);
        if (!string.IsNullOrEmpty(message)) WriteLine(message);

        var labels = choices.Select(ChoiceLabel.Parse).ToList();
        while (true)
        {
            foreach (var label in labels) Write($"[{label.Key}] {label.Text}  ");
            Write("[?] Help ");
            if (defaultChoice >= 0) Write($"(default is \"{labels[defaultChoice].Key}\")");
            Write(": ");

            var answer = ReadLine().Trim();
            if (answer.Length == 0 && defaultChoice >= 0) return defaultChoice;
            if (answer == "?")
            {
                for (var i = 0; i < choices.Count; i++) WriteLine($"{labels[i].Key} - {choices[i].HelpMessage}");
                continue;
            }

            var chosen = labels.FindIndex(label => label.Matches(answer));
            if (chosen >= 0) return chosen;
        }
    }

    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, Collection<FieldDescription> descriptions)
    {
        ArgumentNullException.ThrowIfNull(descriptions);
        RefuseWhenNonInteractive();

        if (!string.IsNullOrEmpty(caption)) WriteLine('\n' + caption);
        if (!string.IsNullOrEmpty(message)) WriteLine(message);

        var answers = new Dictionary<string, PSObject>();
        foreach (var field in descriptions)
        {
            var type = Type.GetType(field.ParameterAssemblyFullName) ?? typeof(string);
            answers[field.Name] = PSObject.AsPSObject(Ask(field, type));
        }

        return answers;
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options)
    {
        RefuseWhenNonInteractive();
        if (!string.IsNullOrEmpty(caption)) WriteLine(caption);
        if (!string.IsNullOrEmpty(message)) WriteLine(message);
        if (string.IsNullOrEmpty(userName))
        {
            Write("User: ");
            userName = ReadLine();
        }

        Write($"Password for user {userName}: ");
        return new PSCredential(userName, ReadLineAsSecureString());
    }

    private object Ask(FieldDescription field, Type type)
    {
        var label = string.IsNullOrEmpty(field.Label) ? field.Name : ChoiceLabel.Parse(field.Label).Text;
        if (type == typeof(PSCredential)) return PromptForCredential("", "", "", "");
        if (type == typeof(SecureString))
        {
            Write($"{label}: ");
            return ReadLineAsSecureString();
        }

        // A list is asked for one by one, until an empty line.
        if (type.IsArray)
        {
            var items = new List<object>();
            while (true)
            {
                Write(string.Create(CultureInfo.InvariantCulture, $"{label}[{items.Count}]: "));
                var line = ReadLine();
                if (line.Length == 0) break;
                items.Add(LanguagePrimitives.ConvertTo(line, type.GetElementType()!, CultureInfo.InvariantCulture));
            }

            return LanguagePrimitives.ConvertTo(items, type, CultureInfo.InvariantCulture);
        }

        Write($"{label}: ");
        return LanguagePrimitives.ConvertTo(ReadLine(), type, CultureInfo.InvariantCulture);
    }

    private string ReadAnswer(bool hidden)
    {
        Progress.Suspend();
        try
        {
            var byKey = Terminal.CanEdit;
            var line = byKey ? KeyedLine.Read(hidden, Interrupt) : System.Console.In.ReadLine();
            // Typed input is echoed by the terminal; what comes from elsewhere should be seen beside its question too.
            if (System.Console.IsInputRedirected && line != null) WriteLine(hidden ? "" : line);
            return line ?? throw new HostException("There is no more input to read.");
        }
        finally
        {
            Column = 0;
            Progress.Resume();
        }
    }

    private void RefuseWhenNonInteractive()
    {
        if (!_nonInteractive) return;
        throw new HostException(
            "PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.",
            null,
            "NonInteractive",
            ErrorCategory.InvalidOperation);
    }
}

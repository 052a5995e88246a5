namespace KindTools.Console.Commands.Streams;

/// <summary>An error that is only a message. The error view knows pwsh's class of this name.</summary>
internal sealed class WriteErrorException(string? message) : SystemException(message ?? "");

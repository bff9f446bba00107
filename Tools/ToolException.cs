namespace Iskra.Tools;

/// <summary>Something that the person at the keyboard can put right; the message says how.</summary>
internal sealed class ToolException(string message, Exception? cause = null) : Exception(message, cause);

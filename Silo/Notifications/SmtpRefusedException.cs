using System.Diagnostics.CodeAnalysis;

namespace Iskra.Silo.Notifications;

/// <summary>A mail server said no, or cannot do what must be done.</summary>
[SuppressMessage("Design", "CA1032", Justification = "It is made in one place only.")]
public sealed class SmtpRefusedException(string problem, bool isPermanent) : Exception(problem)
{
    /// <summary>Whether trying again is of no use.</summary>
    public bool IsPermanent { get; } = isPermanent;
}

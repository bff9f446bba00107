namespace Iskra.Silo.Notifications;

/// <summary>What a server answered.</summary>
/// <param name="Status">Its status.</param>
/// <param name="RetryAfter">How long it asks to be left alone; null when it does not.</param>
/// <param name="Body">The beginning of its body, at most <see cref="NotifierHttp.MaxBodyBytes"/>; null when it broke off.</param>
public sealed record HttpAnswer(int Status, TimeSpan? RetryAfter, string? Body);

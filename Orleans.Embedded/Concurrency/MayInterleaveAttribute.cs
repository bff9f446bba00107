namespace Orleans.Concurrency;

/// <summary>Names the method that decides for each request whether it may interleave.</summary>
/// <param name="callbackMethodName">
/// A <c>bool</c> method of the grain class, static or not, with one parameter of type
/// <see cref="Orleans.Serialization.Invocation.IInvokable"/>.
/// </param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MayInterleaveAttribute(string callbackMethodName) : Attribute
{
    internal string CallbackMethodName { get; } = callbackMethodName;
}

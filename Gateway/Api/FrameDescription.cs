using System.Collections.Immutable;

namespace Iskra.Gateway.Api;

/// <summary>A frame, for the machine-readable contract.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Summary">What it is for.</param>
/// <param name="Members">Its members beside <c>type</c>.</param>
public sealed record FrameDescription(string Type, string Summary, params ImmutableArray<FrameMemberDescription> Members);

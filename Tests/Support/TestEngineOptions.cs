using Microsoft.Extensions.DependencyInjection;

namespace Iskra.Tests;

/// <summary>What a test wants of the engine.</summary>
public sealed class TestEngineOptions
{
    /// <summary>Name of the stream provider of silos and clients; Iskra itself uses no streams.</summary>
    public const string StreamProvider = "streams";

    /// <summary>Number of silos, 1 or 2; the embedded engine always has 1.</summary>
    public int Silos { get; init; } = 1;

    /// <summary>The clock of the grains: their timers, and the <see cref="TimeProvider"/> that they are given.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// Services of each silo: fakes behind the ports, options, filters. Runs after the defaults, so that what it registers wins.
    /// Objects that all silos shall share are made outside of it.
    /// </summary>
    public Action<IServiceCollection>? Services { get; init; }

    /// <summary>How long a caller waits for an answer, by the clock of the machine.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(30);
}

namespace Iskra.Channels;

/// <summary>Makes the epochs of the channels that are kept in memory.</summary>
public interface IEpochSource
{
    /// <summary>A new epoch: 12 lower-case letters and digits that have not been used before.</summary>
    string Next();
}

using System.Text.Json;
using Iskra.Delta;

namespace Iskra.Seams;

/// <summary>The payloads of the events of seams.</summary>
public static class SeamJson
{
    /// <summary><c>{"from":…,"to":…,"seam":…,"intensity":…,"metrics":{"clarity":…,"chaos":…,"trust":…,"pain":…}}</c></summary>
    internal static string Transition(SeamTransition transition) => PayloadJson.Write(transition, WriteTransition);

    /// <summary><c>{"tension":…,"transitions":[…]}</c>, oldest first.</summary>
    internal static string Bifurcation(double tension, IEnumerable<SeamTransition> transitions) =>
        PayloadJson.Write((tension, transitions), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteNumber("tension", it.tension);
            json.WriteStartArray("transitions");
            foreach (var transition in it.transitions) WriteTransition(json, transition);
            json.WriteEndArray();
            json.WriteEndObject();
        });

    /// <summary>A transition as an object.</summary>
    public static void WriteTransition(Utf8JsonWriter json, SeamTransition transition)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(transition);
        json.WriteStartObject();
        json.WriteString("from", transition.From);
        json.WriteString("to", transition.To);
        json.WriteString("seam", transition.Seam);
        json.WriteNumber("intensity", transition.Intensity);
        json.WritePropertyName("metrics");
        WriteValues(json, transition.Values);
        json.WriteString("at", transition.At.UtcDateTime);
        json.WriteEndObject();
    }

    /// <summary>The four metrics as an object.</summary>
    public static void WriteValues(Utf8JsonWriter json, SystemValues values)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(values);
        json.WriteStartObject();
        json.WriteNumber("clarity", values.Clarity);
        json.WriteNumber("chaos", values.Chaos);
        json.WriteNumber("trust", values.Trust);
        json.WriteNumber("pain", values.Pain);
        json.WriteEndObject();
    }

    /// <summary>The state of the system and what led to it, for a page that opens.</summary>
    public static ReadOnlyMemory<byte> System(SystemView view) => PayloadJson.Bytes(view, static (json, view) =>
    {
        json.WriteStartObject();
        WriteMembers(json, view);
        json.WriteEndObject();
    });

    /// <summary>The state of the system and what led to it, as members of an object.</summary>
    public static void WriteMembers(Utf8JsonWriter json, SystemView view)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(view);
        json.WriteString("state", view.State);
        if (view.Since is { } since) json.WriteString("since", since.UtcDateTime);
        if (view.Values is { } values)
        {
            json.WriteNumber("intensity", values.Intensity);
            json.WritePropertyName("metrics");
            WriteValues(json, values);
        }

        json.WriteStartArray("transitions");
        foreach (var transition in view.Transitions) WriteTransition(json, transition);
        json.WriteEndArray();
        if (view.Tension is { } tension) json.WriteNumber("tension", tension);
        else json.WriteNull("tension");
    }

    /// <summary>A seam between components as an object.</summary>
    public static void WriteComponent(Utf8JsonWriter json, ComponentSeam seam)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(seam);
        json.WriteStartObject();
        json.WriteString("seam_id", seam.SeamId);
        json.WriteNumber("events", seam.Events);
        json.WriteNumber("errors", seam.Errors);
        json.WriteNumber("mean_significance", seam.MeanSignificance);
        json.WriteNumber("max_significance", seam.MaxSignificance);
        json.WriteStartObject("voice_states");
        json.WriteNumber("pain", seam.Pain);
        json.WriteNumber("trust", seam.Trust);
        json.WriteNumber("chaos", seam.Chaos);
        json.WriteEndObject();
        json.WriteStartObject("by_type");
        foreach (var (type, count) in seam.ByType) json.WriteNumber(type, count);
        json.WriteEndObject();
        if (seam.LastAt is { } last) json.WriteString("last_at", last.UtcDateTime);
        json.WriteEndObject();
    }
}

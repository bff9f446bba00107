using System.Text.Json;

namespace Iskra.Seams;

/// <summary>The payloads of the events of seams.</summary>
internal static class SeamJson
{
    /// <summary><c>{"from":…,"to":…,"seam":…,"intensity":…,"metrics":{"clarity":…,"chaos":…,"trust":…,"pain":…}}</c></summary>
    public static string Transition(SeamTransition transition) => PayloadJson.Write(transition, WriteTransition);

    /// <summary><c>{"tension":…,"transitions":[…]}</c>, oldest first.</summary>
    public static string Bifurcation(double tension, IEnumerable<SeamTransition> transitions) =>
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
        json.WriteStartObject();
        json.WriteString("from", transition.From);
        json.WriteString("to", transition.To);
        json.WriteString("seam", transition.Seam);
        json.WriteNumber("intensity", transition.Intensity);
        json.WritePropertyName("metrics");
        WriteValues(json, transition.Values);
        json.WriteString("at", transition.At);
        json.WriteEndObject();
    }

    /// <summary>The four metrics as an object.</summary>
    public static void WriteValues(Utf8JsonWriter json, SystemValues values)
    {
        json.WriteStartObject();
        json.WriteNumber("clarity", values.Clarity);
        json.WriteNumber("chaos", values.Chaos);
        json.WriteNumber("trust", values.Trust);
        json.WriteNumber("pain", values.Pain);
        json.WriteEndObject();
    }
}

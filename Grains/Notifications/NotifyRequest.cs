using Iskra.Alerts;

namespace Iskra.Notifications;

/// <summary>What is to be told, and to whom.</summary>
/// <param name="Notification">What.</param>
/// <param name="Integration">To whom.</param>
/// <param name="PartsSent">How many parts have arrived already, where it goes in several.</param>
public sealed record NotifyRequest(Notification Notification, ReceiverIntegration Integration, int PartsSent = 0);

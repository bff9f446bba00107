namespace Iskra.Tests.Grains.Alerts;

public sealed class AlertReloadOnOneSilo() : AlertReloadTests(1);

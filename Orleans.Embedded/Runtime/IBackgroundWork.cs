namespace Orleans.Runtime;

/// <summary>State of timers that only tidy up: a simulation in which nothing else is pending has come to a standstill.</summary>
internal interface IBackgroundWork;

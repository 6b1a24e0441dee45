package lingdian.record.backtest;

/** One line of a history. A café's lines stand together: the café, its events in the order of judgement, its findings. */
sealed interface HistoryLine {
    /** A café begins. */
    record CafeBegins(RecordedCafe cafe) implements HistoryLine {}

    /** Something that the café's judge was told besides events. All of it comes before the first event. */
    record Besides(Told told) implements HistoryLine {}

    /** An event of the café that began last. */
    record Event(RecordedEvent event) implements HistoryLine {}

    /** A violation that is stored for it, as JSON without its person. */
    record Stored(String snapshot) implements HistoryLine {}

    /** The café is complete. */
    record CafeEnds() implements HistoryLine {}
}

package lingdian.record.backtest;

import com.fasterxml.jackson.databind.JsonNode;

/** One line of a history. A café's lines are adjacent: the café, its events in the order of judgement, its findings. */
sealed interface HistoryLine {
    /** A café begins. */
    record CafeBegins(RecordedCafe cafe) implements HistoryLine {}

    /** Information that the café's judge received besides events. All of it precedes the first event. */
    record Besides(DatedAside told) implements HistoryLine {}

    /** An event of the current café. */
    record Event(RecordedEvent event) implements HistoryLine {}

    /** A stored violation of the café, without its person. */
    record Stored(JsonNode snapshot) implements HistoryLine {}

    /** The café is complete. */
    record CafeEnds() implements HistoryLine {}
}

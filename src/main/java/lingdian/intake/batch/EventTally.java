package lingdian.intake.batch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lingdian.domain.PlaceCode;
import lingdian.law.judge.Change;
import lingdian.law.judge.Finding;
import lingdian.law.judge.Judgement;
import lingdian.record.journal.JournalRecord;
import org.jspecify.annotations.Nullable;

/** Counts the new events of a batch while they are judged, for the meters and the reports after the commit. */
final class EventTally {
    private final List<Judgement> judgements = new ArrayList<>();
    private final List<String> types = new ArrayList<>();
    private final List<Instant> loginsReceivedAt = new ArrayList<>();
    private final Set<StreamKey> superseded = new LinkedHashSet<>();
    private final Map<PlaceCode, Integer> burdens = new HashMap<>();
    private final Map<PlaceCode, Integer> rests = new HashMap<>();
    private final Map<Finding, PlaceCode> changedByOthers = new HashMap<>();
    private @Nullable JournalRecord lastRecord;

    void judged(String type, Judgement judgement, Instant receivedAt) {
        judgements.add(judgement);
        types.add(type);
        if (judgement.answer() instanceof Judgement.Verdict) {
            loginsReceivedAt.add(receivedAt);
        }
    }

    /** A café made the nodes remember something that counts as so many findings. */
    void burdened(PlaceCode placeCode, int findings) {
        burdens.merge(placeCode, findings, Integer::sum);
    }

    /** A café's next message waits for so many pauses, whatever it is charged for. */
    void rests(PlaceCode placeCode, int pauses) {
        if (pauses > 0) {
            rests.merge(placeCode, pauses, Integer::sum);
        }
    }

    /** An event of a café changed findings, which may be of other cafés. */
    void changed(PlaceCode by, List<Change> changes) {
        for (Change change : changes) {
            if (!change.finding().placeCode().equals(by)) {
                changedByOthers.put(change.finding(), by);
            }
        }
    }

    void superseded(StreamKey stream) {
        superseded.add(stream);
    }

    void recorded(JournalRecord record) {
        lastRecord = record;
    }

    /** The judgement of the event that was judged last. */
    Judgement lastJudgement() {
        return judgements.getLast();
    }

    List<Judgement> judgements() {
        return Collections.unmodifiableList(judgements);
    }

    List<String> types() {
        return Collections.unmodifiableList(types);
    }

    List<Instant> loginsReceivedAt() {
        return Collections.unmodifiableList(loginsReceivedAt);
    }

    Set<StreamKey> superseded() {
        return Collections.unmodifiableSet(superseded);
    }

    /** What each café has to be charged for beside its findings; most have nothing. */
    Map<PlaceCode, Integer> burdens() {
        return Collections.unmodifiableMap(burdens);
    }

    /** By how many pauses cafés wait beside that; nearly always none. */
    Map<PlaceCode, Integer> rests() {
        return Collections.unmodifiableMap(rests);
    }

    /** Findings that an event of a café other than their own changed, as of that change, with that café; nearly always none. */
    Map<Finding, PlaceCode> changedByOthers() {
        return Collections.unmodifiableMap(changedByOthers);
    }

    @Nullable
    JournalRecord lastRecord() {
        return lastRecord;
    }
}

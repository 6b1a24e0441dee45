package lingdian.intake.batch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.Change;
import lingdian.law.judge.Judgement;
import lingdian.law.judge.People;
import lingdian.record.journal.AsideStore;
import lingdian.record.journal.JournalRecord;
import lingdian.record.journal.SealedText;
import lingdian.record.journal.SessionStore;
import org.jspecify.annotations.Nullable;

/** Everything that judging a batch led to: what is to be written, and what is to be answered once it is. */
final class Outcome {
    /** A stream of a café. */
    record StreamKey(PlaceCode placeCode, UUID stream) {}

    /**
     * What a piece of work gets after the commit: a greeting, or answers, or a failure.
     *
     * @param questions those of the answers that were asked for
     */
    record Reply(
            Intake.@Nullable Greeting greeting,
            List<Intake.Answer> answers,
            List<Question> questions,
            @Nullable Throwable failure) {
        static final Reply NONE = new Reply(null, List.of(), List.of(), null);

        static Reply of(Intake.Greeting greeting) {
            return new Reply(greeting, List.of(), List.of(), null);
        }
    }

    final Map<PlaceCode, CafeState> states;
    final People people;
    final List<JournalRecord> records = new ArrayList<>();
    /** What findings may come of besides events, in the order of judgement. */
    final List<AsideStore.StoredAside> asides = new ArrayList<>();

    final List<SealedText> sealed = new ArrayList<>();
    /** Both as far as they are not written yet. */
    final Map<People.SessionKey, SessionStore.SessionRow> opened = new LinkedHashMap<>();

    final List<SessionStore.SessionRow> ended = new ArrayList<>();
    final List<Change> changes = new ArrayList<>();
    /** Streams that went on or were superseded, with the received time of their first event in the batch. */
    final Map<StreamKey, Instant> streams = new LinkedHashMap<>();

    /** Sessions that opened without an answer of the outside verifier. */
    final Set<People.SessionKey> unverified = new LinkedHashSet<>();

    final Set<StreamKey> superseded = new LinkedHashSet<>();
    final List<Reply> replies = new ArrayList<>();
    final List<Judgement> judgements = new ArrayList<>();
    final List<String> eventTypes = new ArrayList<>();
    final List<Instant> loginsReceivedAt = new ArrayList<>();

    Outcome(Map<PlaceCode, CafeState> states, People people) {
        this.states = states;
        this.people = people;
    }
}

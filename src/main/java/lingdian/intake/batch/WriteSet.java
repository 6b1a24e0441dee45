package lingdian.intake.batch;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import lingdian.domain.PlaceCode;
import lingdian.law.judge.Aside;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.Change;
import lingdian.law.judge.Judgement;
import lingdian.law.judge.OpenSession;
import lingdian.law.judge.People;
import lingdian.law.judge.People.SessionKey;
import lingdian.record.journal.AlteredRepeatStore.AlteredRepeat;
import lingdian.record.journal.AsideStore;
import lingdian.record.journal.JournalRecord;
import lingdian.record.journal.SealedText;
import lingdian.record.journal.SessionStore.End;
import lingdian.record.journal.SessionStore.SessionRow;

/**
 * Gathers the rows of one batch while it is judged.
 *
 * <p>What is taken from it is never changed afterwards: it hands its lists over and begins new ones, so nothing is
 * copied.
 */
final class WriteSet {
    private List<JournalRecord> records = new ArrayList<>();
    private List<SealedText> sealed = new ArrayList<>();
    private Map<SessionKey, SessionRow> opened = new LinkedHashMap<>();
    private List<SessionRow> ended = new ArrayList<>();
    private final List<AsideStore.StoredAside> asides = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final Map<StreamKey, Instant> streams = new LinkedHashMap<>();
    private final Set<SessionKey> unverified = new LinkedHashSet<>();
    private final List<AlteredRepeat> altered = new ArrayList<>();

    void add(JournalRecord record) {
        records.add(record);
    }

    void add(SealedText text) {
        sealed.add(text);
    }

    void add(AlteredRepeat repeat) {
        altered.add(repeat);
    }

    void add(CafeState cafe, Aside aside) {
        asides.add(new AsideStore.StoredAside(cafe.placeCode(), cafe.judged(), aside));
    }

    void addAll(Collection<Change> found) {
        changes.addAll(found);
    }

    /** A stream continued or was superseded, first by a message received at this time. */
    void stream(StreamKey stream, Instant receivedAt) {
        streams.putIfAbsent(stream, receivedAt);
    }

    /** A session opened without an answer of the outside verifier. */
    void unverified(SessionKey session) {
        unverified.add(session);
    }

    void opened(PlaceCode placeCode, OpenSession session) {
        opened.put(new SessionKey(placeCode, session.session()), new SessionRow(placeCode, session, null));
    }

    /** @param streamNumber of the event that ended it */
    void ended(PlaceCode placeCode, Judgement.SessionEnded ended, int streamNumber) {
        var end = new End(ended.at(), ended.inferred(), streamNumber, ended.by().seq());
        var row = new SessionRow(placeCode, ended.session(), end);
        if (opened.replace(new SessionKey(placeCode, ended.session().session()), row) == null) {
            this.ended.add(row);
        }
    }

    /** How many records there are that were not taken yet. */
    int records() {
        return records.size();
    }

    /** The received days of what was not taken yet. */
    Stream<LocalDate> days() {
        return Stream.concat(
                records.stream().map(JournalRecord::day), sealed.stream().map(SealedText::day));
    }

    /** Takes the journal's rows that there are so far. */
    JournalRows takeJournalRows() {
        var rows = new JournalRows(
                Collections.unmodifiableList(records),
                Collections.unmodifiableList(sealed),
                Collections.unmodifiableList(ended),
                List.copyOf(opened.values()));
        records = new ArrayList<>();
        sealed = new ArrayList<>();
        ended = new ArrayList<>();
        opened = new LinkedHashMap<>();
        return rows;
    }

    /** Takes everything that is left. */
    BatchRows takeRest(Map<PlaceCode, CafeState> states, People people) {
        return new BatchRows(
                takeJournalRows(),
                Collections.unmodifiableList(asides),
                Collections.unmodifiableList(changes),
                Collections.unmodifiableMap(streams),
                Collections.unmodifiableSet(unverified),
                Collections.unmodifiableList(altered),
                people.contests(),
                people.detected(),
                people.apart(),
                states.values());
    }
}

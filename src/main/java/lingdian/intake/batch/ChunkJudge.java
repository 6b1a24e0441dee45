package lingdian.intake.batch;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.document.PersonToken;
import lingdian.domain.event.AgentCodec;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.Decoded;
import lingdian.domain.event.ReceivedEvent;
import lingdian.intake.probe.AdmissionQuestion;
import lingdian.intake.probe.PersonElsewhere;
import lingdian.law.judge.Aside;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.Change;
import lingdian.law.judge.Identity;
import lingdian.law.judge.Judge;
import lingdian.law.judge.Judgement;
import lingdian.law.judge.People;
import lingdian.law.judge.People.SessionKey;
import lingdian.law.judge.Reason;
import lingdian.law.judge.RuleVersion;
import lingdian.law.judge.StampedEvent;
import lingdian.law.judge.StreamState;
import lingdian.record.evidence.RecordHash;
import lingdian.record.journal.AlteredRepeatStore;
import lingdian.record.journal.AlteredRepeatStore.AlteredRepeat;
import lingdian.record.journal.JournalRecord;
import lingdian.record.journal.JournalStore.RecordKey;
import lingdian.record.journal.JournalStore.RecordedAnswer;
import lingdian.record.journal.RecordFacts;
import lingdian.record.journal.RecordText;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;

/**
 * Judges the events of chunks one by one: a new one is judged and recorded, one that was sent before gets its first
 * answer.
 */
final class ChunkJudge {
    private static final byte[] NOT_CHAINED = new byte[0];

    private final Judge judge;
    private final Vault vault;
    private final RecordHash hash;
    private final LoginPersons persons;
    private final RecordSealing sealing;
    private final Map<RecordKey, RecordedAnswer> recorded;
    private final Map<RecordKey, List<String>> altered;
    private final Iterator<Integer> streamNumbers;
    private final People people;
    private final WriteSet writes;
    private final EventTally tally;
    /** Of whom findings of the chunk that is judged tell its café that they were elsewhere. */
    private final List<PersonElsewhere> elsewhere = new ArrayList<>();

    ChunkJudge(Judge judge, Vault vault, Lookups lookups, People people, WriteSet writes, EventTally tally) {
        this.judge = judge;
        this.vault = vault;
        this.hash = RecordHash.of(vault.suite());
        this.persons = new LoginPersons(lookups);
        this.sealing = new RecordSealing(vault, writes);
        this.recorded = new HashMap<>(lookups.recorded());
        this.altered = new HashMap<>(lookups.altered());
        this.streamNumbers = lookups.streamNumbers().iterator();
        this.people = people;
        this.writes = writes;
        this.tally = tally;
    }

    ItemReply judge(Inbox inbox, ChunkTurn turn) {
        noteFirst(turn);
        people.newMessage();
        elsewhere.clear();
        var answers = new ArrayList<Intake.Answer>();
        var questions = new ArrayList<AdmissionQuestion>();
        for (PreparedEvent event : turn.chunk().events()) {
            StreamState stream = stream(turn.cafe(), turn.stream());
            if (event.seq() > stream.ackedSeq() + 1) {
                rest(turn);
                return new ItemReply.Refusal(
                        inbox, turn.chunk(), new SendAgainException("events before this one were given up"));
            }
            boolean again = event.seq() <= stream.ackedSeq();
            writes.addAll(
                    judge.heard(turn.cafe(), turn.facts(), turn.stream(), event.seq(), turn.receivedAt(), !again));
            Intake.Answer answer = again ? repeated(turn, event, stream) : next(turn, event, stream);
            if (answer != null) {
                answers.add(answer);
            }
            if (answer != null && answer.verdict() && AdmissionQuestion.isAskedBy(event.event())) {
                RegionCode region = turn.facts().region();
                questions.add(
                        again
                                ? AdmissionQuestion.again(region)
                                : AdmissionQuestion.first(region, event.identity(), tally.lastJudgement()));
            }
        }
        burden(turn);
        return new ItemReply.ToEvents(inbox, turn.chunk(), answers, questions, List.copyOf(elsewhere));
    }

    private void burden(ChunkTurn turn) {
        Integer terminals = turn.facts().terminals();
        PlaceCode cafe = turn.cafe().placeCode();
        int findings = DailyQuota.findingsOfPersons(people.sessionsOf(cafe), terminals);
        if (findings > 0) {
            tally.burdened(cafe, findings);
        }
        rest(turn);
    }

    /**
     * All others waited until long texts were sealed, and until the sessions of the café's guests were read, also where its events
     * are refused.
     */
    void rest(ChunkTurn turn) {
        tally.rests(turn.cafe().placeCode(), DailyQuota.pausesOfSealed(sealing.takeSize()));
        if (people.sessionsRead() > DailyQuota.SESSIONS_ELSEWHERE_MIN) {
            PlaceCode cafe = turn.cafe().placeCode();
            Set<PersonToken> loggingIn = turn.chunk().events().stream()
                    .map(event -> persons.identity(turn.chunk(), event))
                    .filter(Objects::nonNull)
                    .map(Identity::token)
                    .collect(Collectors.toSet());
            int sessions = people.sessionsElsewhere(cafe, loggingIn);
            tally.rests(cafe, DailyQuota.pausesOfPersons(sessions, ThreadLocalRandom.current()));
        }
    }

    /**
     * The rest of a chunk is received at the same moment, so an aside about its first event says it for all of them.
     */
    private void noteFirst(ChunkTurn turn) {
        StreamState stream = turn.cafe().stream(turn.stream());
        long acked = stream == null ? 0 : stream.ackedSeq();
        long seq = turn.chunk().events().getFirst().seq();
        if (seq <= acked) {
            writes.add(turn.cafe(), new Aside.Repeated(turn.stream(), seq, turn.receivedAt()));
        } else if (seq > acked + 1) {
            writes.add(turn.cafe(), new Aside.Received(turn.receivedAt()));
        }
    }

    private StreamState stream(CafeState cafe, UUID id) {
        StreamState stream = cafe.stream(id);
        return stream != null
                ? stream
                : new StreamState(
                        id,
                        streamNumbers.next(),
                        0,
                        HexFormat.of().formatHex(JournalRecord.origin(hash, cafe.placeCode(), id)),
                        false);
    }

    private Intake.@Nullable Answer repeated(ChunkTurn turn, PreparedEvent event, StreamState stream) {
        RecordedAnswer first = recorded.get(new RecordKey(stream.number(), event.seq()));
        if (first == null) {
            return null; // older than the records kept
        }
        if (!Arrays.equals(first.contentMac(), event.contentMac()) && !isRepetition(first, event)) {
            conflict(turn, event, stream);
        }
        return first.outcome() == null ? null : new Intake.Answer(event.seq(), first.verdict(), first.outcome());
    }

    /**
     * A number that was received before, now with other content. The same content again changes nothing, nor does one
     * more where many are kept already.
     */
    private void conflict(ChunkTurn turn, PreparedEvent event, StreamState stream) {
        sealing.reread(event);
        String content = HexFormat.of().formatHex(vault.lastingContentMac(canonical(event)));
        var key = new RecordKey(stream.number(), event.seq());
        List<String> known = altered.computeIfAbsent(key, first -> new ArrayList<>());
        if (known.contains(content) || known.size() >= AlteredRepeatStore.CONTENTS_MAX) {
            return;
        }
        known.add(content);
        writes.add(new AlteredRepeat(key, known.size(), content, StampedEvent.day(turn.receivedAt())));
        StampedEvent stamped = stamped(turn, event, stream);
        writes.add(turn.cafe(), conflicting(stamped, content));
        writes.addAll(judge.conflict(turn.cafe(), turn.facts(), stamped, content));
        sealing.sealConflict(turn, event, stream);
    }

    private static Aside conflicting(StampedEvent stamped, String content) {
        Instant said = stamped.event() instanceof AgentEvent.WellFormed event ? event.at() : null;
        return new Aside.Conflicting(
                stamped.stream(), stamped.event().seq(), content, said, stamped.sentAt(), stamped.receivedAt());
    }

    /** Whether it is the same content after all, hashed with another key of the ring. */
    private boolean isRepetition(RecordedAnswer first, PreparedEvent event) {
        return vault.isContentMac(first.contentMac(), canonical(event));
    }

    /** Computed again in the rare case that it is needed, rather than kept for every waiting event. */
    private static byte[] canonical(PreparedEvent event) {
        return AgentCodec.decodeLine(event.text()) instanceof Decoded.OneEvent(ReceivedEvent received)
                ? received.canonical()
                : event.text().getBytes(StandardCharsets.UTF_8);
    }

    private Intake.@Nullable Answer next(ChunkTurn turn, PreparedEvent event, StreamState stream) {
        CafeState cafe = turn.cafe();
        StampedEvent stamped = stamped(turn, event, stream);
        UUID before = cafe.currentStream();
        Judgement judgement = judge.judge(cafe, turn.facts(), people, stamped);
        tally.judged(EventText.type(event.event()), judgement, turn.receivedAt());
        if (judgement.superseded() && before != null) {
            supersede(new StreamKey(cafe.placeCode(), before), turn.receivedAt());
        }
        String answer = judgement.answer() == null
                ? null
                : EventText.answer(
                        event.seq(), judgement.answer(), turn.facts().hours().zone());
        byte @Nullable [] sealedHash = sealing.seal(turn, event, stream, judgement);
        JournalRecord record = record(stamped, event, judgement, answer, rules(judgement), sealedHash)
                .chainedTo(hash, HexFormat.of().parseHex(stream.chain()));
        writes.add(record);
        tally.recorded(record);
        boolean verdict = judgement.answer() instanceof Judgement.Verdict;
        recorded.put(
                new RecordKey(stream.number(), event.seq()), new RecordedAnswer(event.contentMac(), answer, verdict));
        cafe.putStream(stream.next(record.chainHex()));
        writes.stream(turn.key(), turn.receivedAt());
        if (stream.ackedSeq() == 0) {
            tally.burdened(cafe.placeCode(), DailyQuota.FINDINGS_OF_A_STREAM);
        }
        sessions(turn, judgement);
        writes.addAll(judgement.changes());
        List<Change> shared =
                people.after(cafe.placeCode(), cafe.effectiveAt(), judgement.sessions(), turn.receivedAt());
        writes.addAll(shared);
        tally.changed(cafe.placeCode(), shared);
        noteElsewhere(cafe.placeCode());
        return answer == null ? null : new Intake.Answer(event.seq(), verdict, answer);
    }

    private void noteElsewhere(PlaceCode ofEvent) {
        for (People.Elsewhere one : people.toldElsewhere()) {
            elsewhere.add(new PersonElsewhere(
                    one.placeCode(), one.region(), one.person(), one.placeCode().equals(ofEvent)));
        }
    }

    private void supersede(StreamKey before, Instant receivedAt) {
        tally.superseded(before);
        writes.stream(before, receivedAt);
    }

    private StampedEvent stamped(ChunkTurn turn, PreparedEvent event, StreamState stream) {
        return new StampedEvent(
                turn.stream(),
                stream.number(),
                event.event(),
                turn.chunk().sentAt(),
                turn.receivedAt(),
                persons.identity(turn.chunk(), event));
    }

    /** The rules that a verdict was made under; null where there is none. */
    private @Nullable RuleVersion rules(Judgement judgement) {
        Instant at = judgement.effectiveAt();
        return at == null || !(judgement.answer() instanceof Judgement.Verdict) ? null : judge.rulesAt(at);
    }

    /** The age of the person whose session opened, where the record keeps it. */
    private static @Nullable Integer improbableAge(Judgement judgement) {
        for (Judgement.SessionChange change : judgement.sessions()) {
            if (change instanceof Judgement.SessionOpened opened) {
                return opened.age();
            }
        }
        return null;
    }

    private static JournalRecord record(
            StampedEvent stamped,
            PreparedEvent event,
            Judgement judgement,
            @Nullable String answer,
            @Nullable RuleVersion rules,
            byte @Nullable [] sealedHash) {
        return new JournalRecord(
                StampedEvent.day(stamped.receivedAt()),
                stamped.streamNumber(),
                event.seq(),
                stamped.receivedAt(),
                stamped.sentAt(),
                judgement.effectiveAt(),
                new RecordText(
                        EventText.body(
                                event.event(),
                                event.identity() == null
                                        ? null
                                        : event.identity().token(),
                                event.otherTokens(),
                                improbableAge(judgement)),
                        answer,
                        rules,
                        RecordFacts.of(event.event(), judgement.answer())),
                event.contentMac(),
                sealedHash,
                NOT_CHAINED);
    }

    private boolean isCrowding(ChunkTurn turn, PersonToken person) {
        PlaceCode cafe = turn.cafe().placeCode();
        Integer terminals = turn.facts().terminals();
        int ofOne = DailyQuota.sessionsOfOne(terminals);
        return turn.cafe().openSessions().size() > DailyQuota.sessions(terminals)
                || people.sessionsOf(cafe) >= ofOne && people.openSessionsOf(person, cafe) >= ofOne;
    }

    private void sessions(ChunkTurn turn, Judgement judgement) {
        CafeState cafe = turn.cafe();
        boolean unverified = judgement.answer() instanceof Judgement.Verdict verdict
                && verdict.reasons().contains(Reason.VERIFICATION_UNAVAILABLE);
        for (Judgement.SessionChange change : judgement.sessions()) {
            switch (change) {
                case Judgement.SessionOpened opened -> {
                    writes.opened(cafe.placeCode(), opened.session());
                    if (isCrowding(turn, opened.session().token())) {
                        tally.burdened(cafe.placeCode(), DailyQuota.FINDINGS_OF_A_CROWDING_SESSION);
                    }
                    if (unverified) {
                        writes.unverified(new SessionKey(
                                cafe.placeCode(), opened.session().session()));
                    }
                }
                case Judgement.SessionEnded ended ->
                    writes.ended(
                            cafe.placeCode(),
                            ended,
                            stream(cafe, ended.by().stream()).number());
            }
        }
    }
}

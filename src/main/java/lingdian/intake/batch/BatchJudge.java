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
import java.util.function.Consumer;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;
import lingdian.domain.document.NamedToken;
import lingdian.domain.document.PersonToken;
import lingdian.domain.event.AgentCodec;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.Decoded;
import lingdian.domain.event.Hello;
import lingdian.domain.event.ReceivedEvent;
import lingdian.law.judge.Aside;
import lingdian.law.judge.CafeFacts;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.Code;
import lingdian.law.judge.Finding;
import lingdian.law.judge.Identity;
import lingdian.law.judge.Judge;
import lingdian.law.judge.Judgement;
import lingdian.law.judge.People.PersonSession;
import lingdian.law.judge.People.SessionKey;
import lingdian.law.judge.Reason;
import lingdian.law.judge.Registration;
import lingdian.law.judge.StampedEvent;
import lingdian.law.judge.StreamState;
import lingdian.record.journal.AsideStore;
import lingdian.record.journal.JournalRecord;
import lingdian.record.journal.JournalStore.RecordKey;
import lingdian.record.journal.JournalStore.RecordedAnswer;
import lingdian.record.journal.RecordFacts;
import lingdian.record.journal.RecordText;
import lingdian.record.journal.SealedText;
import lingdian.record.journal.SessionStore.End;
import lingdian.record.journal.SessionStore.SessionRow;
import lingdian.vault.registry.RegistryState;
import lingdian.vault.registry.RegistryStore;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;

/** Judges the events of one batch in order, and gathers what is to be written. No I/O of its own. */
final class BatchJudge {
    private final Judge judge;
    private final Vault vault;
    private final Asked asked;
    private final Map<PlaceCode, CafeFacts> facts;
    private final Map<RecordKey, RecordedAnswer> recorded;
    private final Map<PersonToken, RegistryStore.Known> registry;
    private final Iterator<Integer> streamNumbers;
    private final Outcome outcome;

    BatchJudge(
            Judge judge,
            Vault vault,
            Asked asked,
            Map<PlaceCode, CafeFacts> facts,
            Map<RecordKey, RecordedAnswer> recorded,
            Map<PersonToken, RegistryStore.Known> registry,
            Iterator<Integer> streamNumbers,
            Outcome outcome) {
        this.judge = judge;
        this.vault = vault;
        this.asked = asked;
        this.facts = facts;
        this.recorded = new HashMap<>(recorded);
        this.registry = registry;
        this.streamNumbers = streamNumbers;
        this.outcome = outcome;
    }

    /**
     * Judges late answers, which are about sessions as they were before the batch.
     *
     * @param settled the sessions, of those that were not settled before
     * @param found the findings that there are already
     */
    void judgeLate(Batch batch, Map<SessionKey, PersonSession> settled, Set<ViolationId> found) {
        for (Batch.Work work : batch.works()) {
            if (work.item() instanceof Item.Late late && late.answer().denies()) {
                PlaceCode place = late.session().placeCode();
                PersonSession session = settled.get(late.session());
                ViolationId id = Finding.id(
                        Code.IDENTITY_UNVERIFIED, place, late.session().session());
                if (session != null && !found.contains(id)) {
                    CafeState cafe = Objects.requireNonNull(outcome.states.get(place));
                    told(cafe, new Aside.Denied(id, late.answeredAt()));
                    outcome.changes.addAll(
                            judge.denied(cafe, Objects.requireNonNull(facts.get(place)), session, late.answeredAt()));
                }
            }
        }
    }

    /** @param after told of the outcome as it is after each piece of work */
    Outcome judge(Batch batch, Consumer<Outcome> after) {
        for (Batch.Work work : batch.works()) {
            CafeState cafe = Objects.requireNonNull(outcome.states.get(work.inbox().placeCode));
            CafeFacts cafeFacts = Objects.requireNonNull(facts.get(work.inbox().placeCode));
            outcome.replies.add(
                    switch (work.item()) {
                        case Item.Greet greet -> greet(cafe, cafeFacts, greet);
                        case Item.Late ignored -> Outcome.Reply.NONE;
                        case Item.Chunk chunk -> chunk(cafe, cafeFacts, chunk);
                    });
            after.accept(outcome);
        }
        return outcome;
    }

    private Outcome.Reply greet(CafeState cafe, CafeFacts cafeFacts, Item.Greet greet) {
        received(cafe, cafeFacts, greet.receivedAt());
        StreamState stream = cafe.stream(greet.hello().stream());
        if (stream != null && stream.superseded()) {
            told(cafe, new Aside.Received(greet.receivedAt()));
            return Outcome.Reply.of(new Intake.Greeting.Superseded());
        }
        if (!cafe.connects(greet.connection())) { // what it says was true when it was sent: nobody is accused of it
            told(cafe, new Aside.Received(greet.receivedAt()));
            return Outcome.Reply.of(new Intake.Greeting.Overtaken());
        }
        told(cafe, greeted(greet));
        outcome.changes.addAll(judge.hello(cafe, cafeFacts, greet.hello(), greet.receivedAt()));
        Instant from = greet.receivedAt();
        return Outcome.Reply.of(new Intake.Greeting.Welcomed(
                stream == null ? 0 : stream.ackedSeq(),
                cafeFacts.hours().permitted(from, from.plus(IntakeService.ANNOUNCED))));
    }

    private Outcome.Reply chunk(CafeState cafe, CafeFacts cafeFacts, Item.Chunk chunk) {
        received(cafe, cafeFacts, chunk.receivedAt());
        StreamState known = cafe.stream(chunk.stream());
        if (known != null && known.superseded()) {
            told(cafe, new Aside.Received(chunk.receivedAt()));
            return failed(new StreamSuperseded());
        }
        if (cafe.isTakenFrom(chunk.connection())) {
            told(cafe, new Aside.Received(chunk.receivedAt()));
            return failed(new TakenOver());
        }
        toldOfTheFirst(cafe, chunk);
        var answers = new ArrayList<Intake.Answer>();
        var questions = new ArrayList<Question>();
        for (Prepared event : chunk.events()) {
            StreamState stream = stream(cafe, chunk.stream());
            if (event.seq() > stream.ackedSeq() + 1) {
                return failed(new SendAgain("events before this one were given up"));
            }
            outcome.changes.addAll(judge.heard(cafe, cafeFacts, chunk.stream(), event.seq(), chunk.receivedAt()));
            boolean again = event.seq() <= stream.ackedSeq();
            Intake.Answer answer = again
                    ? repeated(cafe, cafeFacts, chunk, event, stream)
                    : next(cafe, cafeFacts, chunk, event, stream);
            if (answer != null) {
                answers.add(answer);
            }
            if (answer != null && answer.verdict() && Question.isAskedBy(event)) {
                questions.add(
                        again
                                ? Question.again(cafeFacts.region())
                                : Question.first(cafeFacts.region(), event, outcome.judgements.getLast()));
            }
        }
        return new Outcome.Reply(null, answers, questions, null);
    }

    /** The rest of a message is received in the same moment, so of what its first event says all is known. */
    private void toldOfTheFirst(CafeState cafe, Item.Chunk chunk) {
        StreamState stream = cafe.stream(chunk.stream());
        long acked = stream == null ? 0 : stream.ackedSeq();
        long seq = chunk.events().getFirst().seq();
        if (seq <= acked) {
            told(cafe, new Aside.Repeated(chunk.stream(), seq, chunk.receivedAt()));
        } else if (seq > acked + 1) {
            told(cafe, new Aside.Received(chunk.receivedAt()));
        }
    }

    private void told(CafeState cafe, Aside aside) {
        outcome.asides.add(new AsideStore.StoredAside(cafe.placeCode(), cafe.judged(), aside));
    }

    private static Aside greeted(Item.Greet greet) {
        Hello hello = greet.hello();
        return new Aside.Greeted(
                hello.stream(), hello.lastSeq(), hello.at(), hello.terminals(), hello.agent(), greet.receivedAt());
    }

    private static Aside conflicting(StampedEvent stamped, String content) {
        Instant said = stamped.event() instanceof AgentEvent.WellFormed event ? event.at() : null;
        return new Aside.Conflicting(
                stamped.stream(), stamped.event().seq(), content, said, stamped.sentAt(), stamped.receivedAt());
    }

    private void received(CafeState cafe, CafeFacts cafeFacts, Instant at) {
        judge.received(cafe, cafeFacts, at);
        cafe.received(at);
        outcome.people.received(cafe.placeCode(), at);
    }

    private static Outcome.Reply failed(RuntimeException why) {
        return new Outcome.Reply(null, List.of(), List.of(), why);
    }

    private StreamState stream(CafeState cafe, UUID id) {
        StreamState stream = cafe.stream(id);
        return stream != null
                ? stream
                : new StreamState(
                        id,
                        streamNumbers.next(),
                        0,
                        HexFormat.of().formatHex(JournalRecord.origin(cafe.placeCode(), id)),
                        false);
    }

    private Intake.@Nullable Answer repeated(
            CafeState cafe, CafeFacts cafeFacts, Item.Chunk chunk, Prepared event, StreamState stream) {
        RecordedAnswer first = recorded.get(new RecordKey(stream.number(), event.seq()));
        if (first == null) {
            return null; // older than what is kept
        }
        if (!Arrays.equals(first.contentMac(), event.contentMac()) && !isRepetition(first, event)) {
            String content = HexFormat.of().formatHex(vault.lastingContentMac(canonical(event)));
            StampedEvent stamped = stamped(chunk, event, stream);
            told(cafe, conflicting(stamped, content));
            outcome.changes.addAll(judge.conflict(cafe, cafeFacts, stamped, content));
            seal(cafe, chunk, event, stream, "conflict", event.text());
        }
        return first.outcome() == null ? null : new Intake.Answer(event.seq(), first.verdict(), first.outcome());
    }

    /** Whether it is the same content all the same, hashed with another key of the ring. */
    private boolean isRepetition(RecordedAnswer first, Prepared event) {
        return vault.isContentMac(first.contentMac(), canonical(event));
    }

    /** Worked out again where it is needed, which is seldom, rather than kept for every event that waits. */
    private static byte[] canonical(Prepared event) {
        return AgentCodec.decodeLine(event.text()) instanceof Decoded.OneEvent(ReceivedEvent received)
                ? received.canonical()
                : event.text().getBytes(StandardCharsets.UTF_8);
    }

    private Intake.@Nullable Answer next(
            CafeState cafe, CafeFacts cafeFacts, Item.Chunk chunk, Prepared event, StreamState stream) {
        StampedEvent stamped = stamped(chunk, event, stream);
        UUID before = cafe.currentStream();
        Judgement judgement = judge.judge(cafe, cafeFacts, outcome.people, stamped);
        outcome.judgements.add(judgement);
        outcome.eventTypes.add(EventText.type(event.event()));
        if (judgement.answer() instanceof Judgement.Verdict) {
            outcome.loginsReceivedAt.add(chunk.receivedAt());
        }
        if (judgement.superseded() && before != null) {
            outcome.superseded.add(new Outcome.StreamKey(cafe.placeCode(), before));
            outcome.streams.putIfAbsent(new Outcome.StreamKey(cafe.placeCode(), before), chunk.receivedAt());
        }
        String answer = judgement.answer() == null
                ? null
                : EventText.answer(
                        event.seq(), judgement.answer(), cafeFacts.hours().zone());
        byte @Nullable [] sealedHash = sealPersonal(cafe, chunk, event, stream, judgement);
        JournalRecord record = record(stamped, event, judgement, answer, sealedHash)
                .chainedTo(HexFormat.of().parseHex(stream.chain()));
        outcome.records.add(record);
        recorded.put(
                new RecordKey(stream.number(), event.seq()),
                new RecordedAnswer(event.contentMac(), answer, judgement.answer() instanceof Judgement.Verdict));
        cafe.putStream(stream.next(record.chainHex()));
        outcome.streams.putIfAbsent(new Outcome.StreamKey(cafe.placeCode(), stream.stream()), chunk.receivedAt());
        sessions(cafe, judgement);
        unverified(cafe, judgement);
        outcome.changes.addAll(judgement.changes());
        outcome.changes.addAll(
                outcome.people.after(cafe.placeCode(), cafe.effectiveAt(), judgement.sessions(), chunk.receivedAt()));
        return answer == null
                ? null
                : new Intake.Answer(event.seq(), judgement.answer() instanceof Judgement.Verdict, answer);
    }

    private StampedEvent stamped(Item.Chunk chunk, Prepared event, StreamState stream) {
        return new StampedEvent(
                chunk.stream(),
                stream.number(),
                event.event(),
                chunk.sentAt(),
                chunk.receivedAt(),
                identity(chunk, event));
    }

    /** The person of a login, with what the registry and the outside verifier say. */
    private @Nullable Identity identity(Item.Chunk chunk, Prepared event) {
        Identity person = asked.person(event);
        if (person == null) {
            return null;
        }
        Registration registration = registration(event);
        Identity answered = person.with(chunk.answers().of(event.seq()));
        return registration.known() ? answered.with(registration) : answered;
    }

    /**
     * What the registry has under the tokens of a login. It is one entry; where nodes with different keys made two, the newer
     * key's has the name, and neither is forgotten to be lost.
     */
    private Registration registration(Prepared event) {
        Registration found = Registration.NONE;
        for (NamedToken one : event.tokens()) {
            RegistryStore.Known entry = registry.get(one.token());
            if (entry != null) {
                boolean otherName = found.known() ? found.otherName() : !one.isNamed(entry.nameHash());
                boolean revoked = found.revoked() || entry.state() != RegistryState.REGISTERED;
                found = new Registration(true, otherName, revoked);
            }
        }
        return found;
    }

    private static JournalRecord record(
            StampedEvent stamped,
            Prepared event,
            Judgement judgement,
            @Nullable String answer,
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
                                event.otherTokens()),
                        answer,
                        RecordFacts.of(event.event(), judgement.answer())),
                event.contentMac(),
                sealedHash,
                new byte[0]);
    }

    /** Seals what must not lie open: a rejected text, an officer's name, the document of a session that opens. */
    private byte @Nullable [] sealPersonal(
            CafeState cafe, Item.Chunk chunk, Prepared event, StreamState stream, Judgement judgement) {
        if (judgement.answer() instanceof Judgement.Reject) {
            return seal(cafe, chunk, event, stream, "quarantine", event.text());
        }
        if (event.event() instanceof AgentEvent.Patrol patrol && patrol.officer() != null) {
            return seal(cafe, chunk, event, stream, "officer", patrol.officer());
        }
        boolean opens = judgement.sessions().stream().anyMatch(Judgement.SessionOpened.class::isInstance);
        if (event.event() instanceof AgentEvent.Login login && opens) {
            SealedRef ref = new SealedRef(cafe.placeCode().value(), stream.stream(), event.seq(), "identity");
            return keep(
                    chunk,
                    event,
                    stream,
                    "identity",
                    vault.sealDocument(login.document(), ref, StampedEvent.day(chunk.receivedAt())));
        }
        return null;
    }

    private byte[] seal(
            CafeState cafe, Item.Chunk chunk, Prepared event, StreamState stream, String kind, String text) {
        SealedRef ref = new SealedRef(cafe.placeCode().value(), stream.stream(), event.seq(), kind);
        return keep(chunk, event, stream, kind, vault.seal(text, ref, StampedEvent.day(chunk.receivedAt())));
    }

    private byte[] keep(Item.Chunk chunk, Prepared event, StreamState stream, String kind, byte[] ciphertext) {
        var text = new SealedText(StampedEvent.day(chunk.receivedAt()), stream.number(), event.seq(), kind, ciphertext);
        outcome.sealed.add(text);
        return text.hash();
    }

    private void unverified(CafeState cafe, Judgement judgement) {
        if (judgement.answer() instanceof Judgement.Verdict verdict
                && verdict.reasons().contains(Reason.VERIFICATION_UNAVAILABLE)) {
            judgement.sessions().stream()
                    .filter(Judgement.SessionOpened.class::isInstance)
                    .map(opened ->
                            new SessionKey(cafe.placeCode(), opened.session().session()))
                    .forEach(outcome.unverified::add);
        }
    }

    private void sessions(CafeState cafe, Judgement judgement) {
        for (Judgement.SessionChange change : judgement.sessions()) {
            var key = new SessionKey(cafe.placeCode(), change.session().session());
            switch (change) {
                case Judgement.SessionOpened open ->
                    outcome.opened.put(key, new SessionRow(cafe.placeCode(), open.session(), null));
                case Judgement.SessionEnded end -> ended(cafe, key, end);
            }
        }
    }

    private void ended(CafeState cafe, SessionKey key, Judgement.SessionEnded end) {
        StreamState by = stream(cafe, end.by().stream());
        var row = new SessionRow(
                cafe.placeCode(),
                end.session(),
                new End(end.at(), end.inferred(), by.number(), end.by().seq()));
        if (outcome.opened.replace(key, row) == null) {
            outcome.ended.add(row);
        }
    }
}

package lingdian.intake.batch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;
import lingdian.domain.event.Hello;
import lingdian.law.judge.Aside;
import lingdian.law.judge.CafeFacts;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.Code;
import lingdian.law.judge.Finding;
import lingdian.law.judge.Judge;
import lingdian.law.judge.People;
import lingdian.law.judge.People.PersonSession;
import lingdian.law.judge.StreamState;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;

/**
 * Judges the items of one batch in order, and collects the rows to be written and the answers to be sent. No I/O of its
 * own: where rows are written meanwhile, that is the {@link PartWriter}'s.
 */
final class BatchJudge {
    private final Judge judge;
    private final BatchInput input;
    private final Lookups lookups;
    private final People people;
    private final WriteSet writes = new WriteSet();
    private final EventTally tally = new EventTally();
    private final List<ItemReply> replies = new ArrayList<>();
    private final ChunkJudge chunks;

    BatchJudge(Vault vault, BatchInput input, Lookups lookups) {
        this.judge = new Judge(input.rulebook());
        this.input = input;
        this.lookups = lookups;
        this.people = people(input, lookups);
        this.chunks = new ChunkJudge(judge, vault, lookups, people, writes, tally);
    }

    private static People people(BatchInput input, Lookups lookups) {
        var people = new People(input.rulebook());
        input.states()
                .forEach((place, state) -> people.cafe(
                        place,
                        new People.CafeClock(
                                Objects.requireNonNull(input.facts().get(place)).region(),
                                state.effectiveAt(),
                                state.receivedAt())));
        lookups.known().persons().accept(people);
        lookups.known()
                .openedBefore()
                .forEach(key -> Objects.requireNonNull(input.states().get(key.placeCode()))
                        .openedBefore(List.of(key.session())));
        people.name(input.states());
        return people;
    }

    /** @param parts takes rows while the rest is judged */
    JudgedBatch judge(Batch batch, PartWriter parts) {
        lateConfirmations(batch);
        for (Batch.Work work : batch.works()) {
            replies.add(
                    switch (work.item()) {
                        case Item.Greet greet -> greet(cafe(work.placeCode()), facts(work.placeCode()), greet);
                        case Item.LateConfirmation late -> new ItemReply.ToLateConfirmation(late);
                        case Item.Chunk chunk -> chunk(work.inbox(), chunk);
                    });
            parts.judged(writes);
        }
        return new JudgedBatch(
                writes.takeRest(input.states(), people),
                new BatchAnswers(
                        input.states(),
                        input.facts(),
                        Collections.unmodifiableList(replies),
                        tally.superseded(),
                        tally.judgements(),
                        tally.types(),
                        tally.loginsReceivedAt(),
                        tally.burdens(),
                        tally.rests(),
                        tally.changedByOthers()),
                tally.lastRecord());
    }

    /** First of all, since they are about sessions as they were before the batch. */
    private void lateConfirmations(Batch batch) {
        for (Batch.Work work : batch.works()) {
            if (work.item() instanceof Item.LateConfirmation late
                    && late.confirmation().denies()) {
                denied(late);
            }
        }
    }

    private void denied(Item.LateConfirmation late) {
        PlaceCode place = late.session().placeCode();
        PersonSession session = lookups.settled().get(late.session());
        ViolationId id =
                Finding.id(Code.IDENTITY_UNVERIFIED, place, late.session().session());
        if (session != null && !lookups.foundUnverified().contains(id)) {
            CafeState cafe = cafe(place);
            writes.add(cafe, new Aside.Denied(id, late.answeredAt()));
            writes.addAll(judge.denied(cafe, facts(place), session, late.answeredAt()));
        }
    }

    private ItemReply greet(CafeState cafe, CafeFacts facts, Item.Greet greet) {
        received(cafe, facts, greet.receivedAt());
        StreamState stream = cafe.stream(greet.hello().stream());
        Intake.Greeting refusal = refusal(cafe, stream, greet);
        if (refusal != null) {
            writes.add(cafe, new Aside.Received(greet.receivedAt()));
            return new ItemReply.ToHello(greet, refusal);
        }
        cafe.acceptConnection(greet.connection());
        writes.add(cafe, greeted(greet));
        writes.addAll(judge.hello(cafe, facts, greet.hello(), greet.receivedAt()));
        Instant from = greet.receivedAt();
        return new ItemReply.ToHello(
                greet,
                new Intake.Greeting.Welcomed(
                        stream == null ? 0 : stream.ackedSeq(),
                        facts.hours().permitted(from, from.plus(IntakeService.ANNOUNCED))));
    }

    /** What a hello over an older connection says was true when it was sent, so it means nothing, whatever its stream. */
    private static Intake.@Nullable Greeting refusal(CafeState cafe, @Nullable StreamState stream, Item.Greet greet) {
        if (cafe.isTakenFrom(greet.connection())) {
            return new Intake.Greeting.Overtaken();
        }
        return stream != null && stream.superseded() ? new Intake.Greeting.Superseded() : null;
    }

    private ItemReply chunk(Inbox inbox, Item.Chunk chunk) {
        CafeState cafe = cafe(inbox.placeCode);
        CafeFacts facts = facts(inbox.placeCode);
        received(cafe, facts, chunk.receivedAt());
        var turn = new ChunkTurn(cafe, facts, chunk);
        StreamState known = cafe.stream(chunk.stream());
        if (known != null && known.superseded()) {
            writes.add(cafe, new Aside.Received(chunk.receivedAt()));
            chunks.rest(turn);
            return new ItemReply.Refusal(inbox, chunk, new StreamSupersededException());
        }
        if (cafe.isTakenFrom(chunk.connection())) {
            writes.add(cafe, new Aside.Received(chunk.receivedAt()));
            chunks.rest(turn);
            return new ItemReply.Refusal(inbox, chunk, new TakenOverException());
        }
        if (cafe.isOfNewPc(chunk.stream(), chunk.keyEnrolledAt())) {
            writes.add(cafe, new Aside.NewPc(chunk.stream(), chunk.receivedAt()));
            cafe.newPc(chunk.stream());
        }
        return chunks.judge(inbox, turn);
    }

    private void received(CafeState cafe, CafeFacts facts, Instant at) {
        judge.received(cafe, facts, at);
        cafe.received(at);
        people.received(cafe.placeCode(), at);
    }

    private static Aside greeted(Item.Greet greet) {
        Hello hello = greet.hello();
        return new Aside.Greeted(
                hello.stream(), hello.lastSeq(), hello.at(), hello.terminals(), hello.agent(), greet.receivedAt());
    }

    private CafeState cafe(PlaceCode placeCode) {
        return Objects.requireNonNull(input.states().get(placeCode));
    }

    private CafeFacts facts(PlaceCode placeCode) {
        return Objects.requireNonNull(input.facts().get(placeCode));
    }
}

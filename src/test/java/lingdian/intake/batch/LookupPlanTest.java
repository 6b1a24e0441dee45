package lingdian.intake.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import lingdian.domain.ConnectionNumber;
import lingdian.domain.PlaceCode;
import lingdian.domain.document.DocumentForm;
import lingdian.domain.document.NamedToken;
import lingdian.domain.document.PersonToken;
import lingdian.domain.event.AgentCodec;
import lingdian.domain.event.Decoded;
import lingdian.domain.event.ReceivedEvent;
import lingdian.intake.verifier.Confirmations;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.Confirmation;
import lingdian.law.judge.Identity;
import lingdian.law.judge.Registration;
import lingdian.record.journal.SessionStore.SessionsOfPerson;
import org.junit.jupiter.api.Test;

/** One batch may hold logins that were prepared before and after a change of keys: each person has one name in it. */
class LookupPlanTest {
    private static final String CAFE = "36048110000001";
    private static final DocumentForm FORM = null; // not looked at here

    @Test
    void whileThereIsOneKeyNothingIsRenamed() {
        LookupPlan asked = asked(login(1), login(2), login(1));

        assertThat(asked.renamed()).isEmpty();
        assertThat(asked.persons()).extracting(SessionsOfPerson::token).containsExactlyInAnyOrder(token(1), token(2));
    }

    @Test
    void thePrimaryTokenIsTheNameAndTheOthersAreRenamed() {
        LookupPlan asked = asked(login(1, 11), login(2, 12));

        assertThat(asked.renamed()).isEqualTo(Map.of(token(11), token(1), token(12), token(2)));
        assertThat(asked.persons()).extracting(SessionsOfPerson::token).containsExactlyInAnyOrder(token(1), token(2));
    }

    @Test
    void whatWasPreparedWithEitherRingIsOnePerson() {
        PreparedEvent older = login(1, 11);
        PreparedEvent newer = login(11, 1);
        PreparedEvent oldest = login(1);

        LookupPlan asked = asked(oldest, newer, older);

        assertThat(asked.renamed()).hasSize(1);
        assertThat(asked.persons()).hasSize(1);
        assertThat(asked.person(older))
                .isEqualTo(asked.person(newer))
                .isEqualTo(asked.person(oldest))
                .isEqualTo(new Identity(asked.persons().getFirst().token(), FORM));
    }

    @Test
    void theRegistryIsAskedForAllTokens() {
        assertThat(asked(login(1, 11), login(2)).tokens()).containsExactlyInAnyOrder(token(1), token(11), token(2));
    }

    @Test
    void aPersonWhoIsNamedAnewKeepsWhatIsSaidOfThem() {
        PreparedEvent older = login(11);
        PreparedEvent said = new PreparedEvent(
                older.event(),
                older.text(),
                older.contentMac(),
                older.identity().with(Confirmation.CONFIRMED).with(new Registration(true, false, true)),
                older.tokens());

        assertThat(asked(login(1, 11), said).person(said))
                .isEqualTo(new Identity(token(1), FORM, new Registration(true, false, true), Confirmation.CONFIRMED));
    }

    @Test
    void aChainOfRingsIsOnePersonToo() {
        PreparedEvent first = login(1, 2);
        PreparedEvent last = login(3, 4);
        PreparedEvent between = login(2, 3);

        LookupPlan asked = asked(first, last, between, login(9, 8));

        assertThat(asked.person(first).token())
                .isEqualTo(asked.person(last).token())
                .isEqualTo(asked.person(between).token());
        assertThat(asked.persons()).hasSize(2);
        assertThat(asked.renamed())
                .hasSize(4)
                .doesNotContainKey(asked.person(first).token());
    }

    private static LookupPlan asked(PreparedEvent... logins) {
        var chunk = new Item.Chunk(
                new UUID(1, 1),
                ConnectionNumber.NONE,
                Instant.EPOCH,
                List.of(logins),
                null,
                Instant.EPOCH,
                new Item.Ticket(Promise.promise(), 1, 0),
                Confirmations.none());
        var work = new Batch.Work(new Inbox(new PlaceCode(CAFE), new DailyTraffic()), chunk);
        return new LookupPlan(
                new Batch(List.of(work)), Map.of(new PlaceCode(CAFE), new CafeState(new PlaceCode(CAFE))));
    }

    private static PreparedEvent login(int token, Integer... others) {
        String text =
                "{\"seq\":1,\"type\":\"login\",\"at\":\"2026-03-02T10:00:00+08:00\",\"session\":\"s\",\"terminal\":\"A\","
                        + "\"document\":{\"type\":\"990\",\"number\":\"1\",\"name\":\"x\",\"read\":\"chip\"}}";
        ReceivedEvent event = ((Decoded.OneEvent) AgentCodec.decodeLine(text)).event();
        return new PreparedEvent(
                event.event(),
                text,
                new byte[0],
                new Identity(token(token), FORM),
                Stream.concat(Stream.of(token), Arrays.stream(others))
                        .map(one -> new NamedToken(token(one), one, new byte[0]))
                        .toList());
    }

    private static PersonToken token(int value) {
        return new PersonToken(new UUID(0, value));
    }
}

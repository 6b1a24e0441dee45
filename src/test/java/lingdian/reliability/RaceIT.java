package lingdian.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One person logs in at many cafés at the same moment (handbook, protocol-messages.md#reasons-of-a-verdict, {@code
 * in-use-elsewhere}): at most one café admits the person, whichever shards or nodes have the cafés.
 *
 * <p>The long form: {@code mvn verify -Dit.test=RaceIT -Dlingdian.race.rounds=5000}.
 */
class RaceIT {
    private static final Logger LOG = LoggerFactory.getLogger(RaceIT.class);
    private static final int ROUNDS = Integer.getInteger("lingdian.race.rounds", 15);
    /** A café that is told more often that one person is elsewhere waits for the answer (handbook, protocol.md). */
    private static final int ROUNDS_OF_A_PERSON = 4;

    private static final int SHARDS = 4;
    private static final int CAFES = 64;
    private static final int TRIOS = 4;
    private static final long SEED = 20_260_731;

    @ParameterizedTest(name = "{0} nodes")
    @CsvSource({"1", "2"})
    void ofSixtyFourSimultaneousLoginsOneIsAllowed(int nodes) throws Exception {
        try (var city = RaceCity.start(nodes, SHARDS, 2_000, CAFES)) {
            assertThat(city.shards(SHARDS)).hasSize(SHARDS);
            for (int round = 0; round < ROUNDS; round++) {
                List<JsonObject> verdicts = allAsk(city.desks(), "round-" + round);
                assertThat(allowed(verdicts)).as("allowed in round %d", round).isEqualTo(1);
                assertThat(reasonsOfTheDenied(verdicts)).containsOnly(new JsonArray().add("in-use-elsewhere"));
            }
            CommitOrder order = city.commitOrder();
            assertThat(order.persons()).isEqualTo(ROUNDS);
            LOG.info(
                    "{} nodes, {} rounds of {} logins at once: {} persons, {} sessions, at most {} open of one person",
                    nodes,
                    ROUNDS,
                    CAFES,
                    order.persons(),
                    order.sessions(),
                    Collections.max(order.mostOpenByPerson()));
            assertThat(order.sessions()).isEqualTo(ROUNDS);
            assertThat(order.mostOpenByPerson()).containsOnly(1);
        }
    }

    private static List<JsonObject> allAsk(List<GuestDesk> desks, String person) {
        List<Long> questions =
                desks.stream().map(desk -> desk.ask(person, person, person)).toList();
        return IntStream.range(0, desks.size())
                .mapToObj(i -> desks.get(i).verdict(questions.get(i)))
                .toList();
    }

    private static long allowed(List<JsonObject> verdicts) {
        return verdicts.stream().filter(verdict -> verdict.getBoolean("allow")).count();
    }

    private static List<JsonArray> reasonsOfTheDenied(List<JsonObject> verdicts) {
        return verdicts.stream()
                .filter(verdict -> !verdict.getBoolean("allow"))
                .map(verdict -> verdict.getJsonArray("reasons"))
                .toList();
    }

    /**
     * With batches of one event, each commit has events of one café, so the order of commits is the order of all
     * events.
     */
    @ParameterizedTest(name = "{0} nodes, batches of at most {1}")
    @CsvSource({"1, 2000", "1, 1", "2, 2000", "2, 1"})
    void aLogoutAndTwoLoginsAtOnceLeaveOneSessionAtMost(int nodes, int batchMaximum) throws Exception {
        var random = new Random(SEED);
        try (var city = RaceCity.start(nodes, SHARDS, batchMaximum, 3 * TRIOS)) {
            List<Trio> trios = IntStream.range(0, TRIOS)
                    .mapToObj(i -> new Trio("person-" + i, city.desks().subList(3 * i, 3 * i + 3)))
                    .toList();
            for (int round = 0; round < ROUNDS; round++) {
                for (Trio trio : trios) {
                    trio.moveIn(round);
                }
                for (Trio trio : trios) {
                    trio.everyoneAtOnce(round, random);
                }
                for (Trio trio : trios) {
                    trio.takeVerdicts();
                }
            }
            CommitOrder order = city.commitOrder();
            assertThat(order.persons()).isEqualTo(TRIOS * Math.ceilDiv(ROUNDS, ROUNDS_OF_A_PERSON));
            int takenOver = trios.stream().mapToInt(trio -> trio.takenOver).sum();
            LOG.info(
                    "seed {}, {} nodes, batches of at most {}: {} times a logout and two logins at once, {} let in meanwhile,"
                            + " {} sessions, at most {} open of one person",
                    SEED,
                    nodes,
                    batchMaximum,
                    ROUNDS * TRIOS,
                    takenOver,
                    order.sessions(),
                    Collections.max(order.mostOpenByPerson()));
            assertThat(order.mostOpenByPerson()).as("seed %d", SEED).containsOnly(1);
            assertThat(takenOver)
                    .as("someone was let in while the other left, or the race was none")
                    .isPositive();
        }
    }

    /** A person and three cafés: one has the person's open session, and at the others the person logs in. */
    private static final class Trio {
        private final String name;
        private final List<GuestDesk> desks;
        private final List<Question> asked = new ArrayList<>();
        private String person;
        private GuestDesk holder;
        private String session;
        private long loggedOut;
        private int takenOver;

        private record Question(GuestDesk desk, String session, long number) {}

        Trio(String name, List<GuestDesk> desks) {
            this.name = name;
            this.desks = List.copyOf(desks);
        }

        /** Logs the person in if no café admitted them. */
        void moveIn(int round) {
            if (round % ROUNDS_OF_A_PERSON == 0) {
                moveOut();
                person = name + "-" + round;
            }
            if (holder == null) {
                holder = desks.get(round % desks.size());
                session = "in-" + round;
                assertThat(holder.verdict(holder.ask(session, "A01", person)).getBoolean("allow"))
                        .as("nobody else is in")
                        .isTrue();
            }
        }

        private void moveOut() {
            if (holder != null) {
                holder.settle(holder.logout(session));
                holder = null;
            }
        }

        void everyoneAtOnce(int round, Random random) {
            var acting = new ArrayList<>(desks);
            Collections.shuffle(acting, random);
            for (GuestDesk desk : acting) {
                if (desk == holder) {
                    loggedOut = desk.logout(session);
                } else {
                    asked.add(new Question(desk, "r-" + round, desk.ask("r-" + round, "A02", person)));
                }
            }
        }

        void takeVerdicts() {
            List<Question> allowed = asked.stream()
                    .filter(question ->
                            question.desk().verdict(question.number()).getBoolean("allow"))
                    .toList();
            holder.settle(loggedOut);
            assertThat(allowed).as("let in at once").hasSizeLessThanOrEqualTo(1);
            takenOver += allowed.size();
            holder = allowed.isEmpty() ? null : allowed.get(0).desk();
            session = allowed.isEmpty() ? null : allowed.get(0).session();
            asked.clear();
        }
    }
}

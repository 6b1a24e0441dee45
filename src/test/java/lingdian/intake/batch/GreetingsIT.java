package lingdian.intake.batch;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import lingdian.domain.ConnectionNumber;
import lingdian.domain.PlaceCode;
import lingdian.domain.event.Hello;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** After a restart a whole province says hello at once. */
class GreetingsIT {
    /** More than may wait for a connection to the database. */
    private static final int CAFES = 3_000;

    private static final String CAFE = "36048110000001";
    private static final String OPENED = "{\"seq\":1,\"type\":\"opened\",\"at\":\"2026-07-01T12:00:00+08:00\"}";

    @Test
    void allWhoSayHelloAtOnceAreWelcomed() throws Exception {
        try (var intake = new IntakeFixture(TestDatabase.migrated(), 2)) {
            intake.pool
                    .query("INSERT INTO cafe (place_code, name, region, licence_number, created_at)"
                            + " SELECT '36048110' || lpad(n::text, 6, '0'), 'test', '360481', '1', now()"
                            + " FROM generate_series(1, " + CAFES + ") AS n")
                    .execute()
                    .await(PATIENCE_SECONDS, SECONDS);
            List<Future<Intake.Greeting>> greetings = new ArrayList<>();
            for (int i = 1; i <= CAFES; i++) {
                greetings.add(intake.node
                        .intake()
                        .hello(
                                new PlaceCode("36048110%06d".formatted(i)),
                                hello(),
                                new ConnectionNumber(i),
                                IntakeFixture.CLOCK.instant()));
            }
            Future.join(greetings).otherwiseEmpty().await(PATIENCE_SECONDS, SECONDS);

            assertThat(greetings)
                    .allMatch(Future::succeeded)
                    .allMatch(greeting -> greeting.result() instanceof Intake.Greeting.Welcomed);
        }
    }

    /** Read late: its agent went on over a newer connection meanwhile, even with a new stream. */
    @Test
    void aHelloOverAnOlderConnectionMeansNothing() throws Exception {
        try (var intake = new IntakeFixture()) {
            intake.cafe(CAFE);
            var old = UUID.randomUUID();
            intake.send(CAFE, old, List.of(OPENED));
            assertThat(greet(intake, old, 1, 2)).isInstanceOf(Intake.Greeting.Welcomed.class);
            assertThat(greet(intake, old, 0, 1)).isInstanceOf(Intake.Greeting.Overtaken.class);

            var newer = UUID.randomUUID();
            assertThat(greet(intake, newer, 0, 3)).isInstanceOf(Intake.Greeting.Welcomed.class);
            intake.send(CAFE, newer, List.of(OPENED));
            assertThat(greet(intake, old, 1, 2)).isInstanceOf(Intake.Greeting.Overtaken.class);
            assertThat(greet(intake, newer, 0, 1)).isInstanceOf(Intake.Greeting.Overtaken.class);
            assertThat(greet(intake, old, 1, 4)).isInstanceOf(Intake.Greeting.Superseded.class);
            assertThat(greet(intake, newer, 1, 3)).isInstanceOf(Intake.Greeting.Welcomed.class);

            assertThat(intake.pool
                            .query("SELECT count(*) AS n FROM violation")
                            .execute()
                            .await(PATIENCE_SECONDS, SECONDS)
                            .iterator()
                            .next()
                            .getLong("n"))
                    .isZero();
        }
    }

    private static Intake.Greeting greet(IntakeFixture intake, UUID stream, long lastSeq, long connection)
            throws Exception {
        return intake.node
                .intake()
                .hello(
                        new PlaceCode(CAFE),
                        new Hello(stream, lastSeq, "test/1", IntakeFixture.CLOCK.instant(), 10),
                        new ConnectionNumber(connection),
                        IntakeFixture.CLOCK.instant())
                .await(PATIENCE_SECONDS, SECONDS);
    }

    private static Hello hello() {
        return new Hello(UUID.randomUUID(), 0, "test/1", IntakeFixture.CLOCK.instant(), 10);
    }
}

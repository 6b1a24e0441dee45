package lingdian.node;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import lingdian.domain.PlaceCode;
import lingdian.intake.probe.Arrears;
import lingdian.intake.probe.Denial;
import lingdian.platform.database.ChannelListener;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.Databases;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.WritableHost;
import lingdian.testing.Await;
import lingdian.testing.TestDatabase;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.Vault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a café owes one node it owes the others too, and whom one denied it they count. */
class OtherNodesIT {
    private static final PlaceCode CAFE = new PlaceCode("36048110000001");
    private static final int HOUR_MILLIS = 3_600_000;

    private final Vertx vertx = Vertx.vertx();
    private final DatabaseAddress address = TestDatabase.migrated();
    private Vault vault;
    private final AtomicLong millis = new AtomicLong();
    private final Arrears here = new Arrears(millis::get, 1);
    private final Arrears there = new Arrears(millis::get, 1);
    private final Queue<Denial> heard = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void makeKeys(@TempDir Path directory) throws Exception {
        vault = new Vault(KeyRing.create(directory.resolve("keys.json")));
    }

    @Test
    void whoOwesOneNodeWaitsAtTheOthersToo() throws Exception {
        QueryPool pool = Databases.queryPool(vertx, address, 2);
        OtherNodes one = started(pool, here, denial -> {});
        OtherNodes other = started(pool, there, heard::add);
        Await.until("both listen", () -> {
            here.oweMessage(CAFE, HOUR_MILLIS);
            return there.millisUntilTaking(CAFE) > 0;
        });

        var denial = new Denial(CAFE, Instant.parse("2026-07-10T10:00:00Z"), Long.MIN_VALUE, true);
        one.deniedHere(denial);
        Await.until("the denial is heard", () -> heard.contains(denial));
        assertThat(there.millisUntilTaking(CAFE)).isGreaterThanOrEqualTo(HOUR_MILLIS);
        assertThat(there.millisUntil(there.oweAnswers(CAFE, 0))).isGreaterThanOrEqualTo(HOUR_MILLIS);
        one.stop().await(PATIENCE_SECONDS, SECONDS);
        other.stop().await(PATIENCE_SECONDS, SECONDS);
        pool.close().await(PATIENCE_SECONDS, SECONDS);
    }

    /** Whoever may connect to the database may listen and notify, too. */
    @Test
    void whatNoNodeToldOrToldBeforeIsNotHeard() throws Exception {
        QueryPool pool = Databases.queryPool(vertx, address, 1); // one connection tells in order
        var overheard = new ConcurrentLinkedQueue<String>();
        ChannelListener spy = listening(overheard);
        spy.start();
        var heardOfItself = new ConcurrentLinkedQueue<Denial>();
        OtherNodes one = started(pool, here, heardOfItself::add);
        OtherNodes other = started(pool, there, heard::add);
        Await.until("all listen", () -> {
            one.deniedHere(denial(1));
            return !heard.isEmpty() && !overheard.isEmpty();
        });

        assertThat(overheard).noneMatch(said -> said.contains(CAFE.value()));
        one.deniedHere(denial(2));
        Await.until("what was told before is heard", () -> heard.contains(denial(2)));
        int before = heard.size();
        String real = overheard.peek();
        String stranger = UUID.randomUUID().toString();
        for (String forged : List.of(
                real,
                real.substring(0, stranger.length()).toUpperCase(Locale.ROOT) + real.substring(stranger.length()),
                real.replaceFirst(" ", " 0"),
                real.replaceFirst(" ", " +"),
                real.replaceFirst(" \\d+ ", " 999999 "),
                stranger + real.substring(stranger.length()),
                stranger + " " + CAFE + ":" + HOUR_MILLIS + ":" + HOUR_MILLIS,
                stranger + " 1 " + CAFE + ":" + HOUR_MILLIS + ":" + HOUR_MILLIS,
                "",
                "x y z")) {
            Databases.notify(pool, vault.channel(OtherNodes.CHANNEL), forged);
        }
        one.deniedHere(denial(3));
        Await.until("what was told after it is heard", () -> heard.contains(denial(3)));
        assertThat(heard).as("with one denial more").hasSize(before + 1);
        assertThat(heardOfItself).isEmpty();
        assertThat(there.millisUntilTaking(CAFE)).isZero();
        spy.stop().await(PATIENCE_SECONDS, SECONDS);
        one.stop().await(PATIENCE_SECONDS, SECONDS);
        other.stop().await(PATIENCE_SECONDS, SECONDS);
        pool.close().await(PATIENCE_SECONDS, SECONDS);
    }

    /** Else a flood of theirs would take the event loop. */
    @Test
    void whoDoesNotKnowTheChannelReachesNoNode() throws Exception {
        QueryPool pool = Databases.queryPool(vertx, address, 1); // one connection tells in order
        var overheard = new ConcurrentLinkedQueue<String>();
        ChannelListener spy = listening(overheard);
        spy.start();
        OtherNodes one = started(pool, here, denial -> {});
        Await.until("it is overheard", () -> {
            one.deniedHere(denial(1));
            return !overheard.isEmpty();
        });
        OtherNodes late = started(pool, there, heard::add);
        Await.until("the late one listens", () -> {
            one.deniedHere(denial(2));
            return heard.contains(denial(2));
        });
        heard.clear();

        for (String known : List.of("lingdian_connected", "lingdian_feed", OtherNodes.CHANNEL, "feed", "lingdian")) {
            Databases.notify(pool, known, overheard.peek());
        }
        one.deniedHere(denial(3));
        Await.until("what was told after it is heard", () -> heard.contains(denial(3)));
        assertThat(heard).doesNotContain(denial(1));
        spy.stop().await(PATIENCE_SECONDS, SECONDS);
        one.stop().await(PATIENCE_SECONDS, SECONDS);
        late.stop().await(PATIENCE_SECONDS, SECONDS);
        pool.close().await(PATIENCE_SECONDS, SECONDS);
    }

    private ChannelListener listening(Queue<String> overheard) {
        return new ChannelListener(
                vertx,
                vertx.getOrCreateContext(),
                WritableHost.of(vertx, address),
                vault.channel(OtherNodes.CHANNEL),
                () -> {},
                overheard::add);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    private static Denial denial(long person) {
        return new Denial(CAFE, Instant.parse("2026-07-10T10:00:00Z"), person, true);
    }

    private OtherNodes started(QueryPool pool, Arrears arrears, Consumer<Denial> denied) {
        var nodes = new OtherNodes(
                vertx, pool, WritableHost.of(vertx, address), vault, InstantSource.system(), UUID.randomUUID());
        nodes.start((cafe, connection) -> {}, arrears::owedElsewhere, denied);
        arrears.onGrowth(nodes::owedHere);
        return nodes;
    }
}

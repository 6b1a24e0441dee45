package lingdian.record.release;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.domain.AccountId;
import lingdian.law.json.RulesFile;
import lingdian.law.judge.Rules;
import lingdian.law.release.RuleRelease;
import lingdian.platform.database.Databases;
import lingdian.platform.database.QueryPool;
import lingdian.platform.settings.ConfigDirectory;
import lingdian.record.release.Releases.Outcome;
import lingdian.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A release replaces a whole set, so that it must not undo one that its author did not know. */
class ReleasesIT {
    private static final AccountId AUTHOR = new AccountId(UUID.randomUUID());
    private static final AccountId SECOND = new AccountId(UUID.randomUUID());
    private static final Duration HOUR = Duration.ofHours(1);

    private static Vertx vertx;
    private static Rules rules;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-07-11T01:30:00Z"));
    private QueryPool pool;
    private Releases releases;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        rules = ConfigDirectory.find(Path.of("config"))
                .read("rules.yaml", RulesFile.class)
                .toRules();
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @BeforeEach
    void connect() throws Exception {
        pool = Databases.queryPool(vertx, TestDatabase.migrated(), 2);
        releases = by(now::get);
        releases.takeFile(rules).await(PATIENCE_SECONDS, SECONDS);
    }

    @AfterEach
    void disconnect() throws Exception {
        pool.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void ofTwoProposalsFromOneTimeOnlyOneIsReleased() throws Exception {
        UUID one = proposed(releases, "one", null);
        UUID other = proposed(releases, "other", null);
        UUID later = proposed(releases, "later", now.get().plus(HOUR));

        assertThat(approve(one)).isInstanceOf(Outcome.Done.class);
        assertThat(approve(other)).isInstanceOf(Outcome.Outdated.class);
        assertThat(approve(later)).isInstanceOf(Outcome.Outdated.class);

        releases.withdraw(other, AUTHOR).await(PATIENCE_SECONDS, SECONDS);
        assertThat(approve(proposed(releases, "other", null))).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void aReleaseThatHasNotBegunOvertakesToo() throws Exception {
        UUID proposal = proposed(releases, "proposal", null);
        assertThat(approve(proposed(releases, "later", now.get().plus(HOUR)))).isInstanceOf(Outcome.Done.class);

        assertThat(approve(proposal)).isInstanceOf(Outcome.Outdated.class);
    }

    /** What was to hold until then would hold instead. */
    @Test
    void aProposalToBeginAtOnceIsOvertakenByASetThatHasBegun() throws Exception {
        approve(proposed(releases, "later", now.get().plus(HOUR)));
        UUID before = proposed(releases, "before", null);
        UUID until = proposed(releases, "until", null);
        UUID after = proposed(releases, "after", now.get().plus(HOUR.multipliedBy(3)));
        now.updateAndGet(time -> time.plus(HOUR));

        assertThat(approve(before)).isInstanceOf(Outcome.Outdated.class);
        assertThat(approve(after))
                .as("its place among the others is what it was")
                .isInstanceOf(Outcome.Done.class);
        assertThat(approve(until)).isInstanceOf(Outcome.Outdated.class);
    }

    @Test
    void whatWasReleasedForLaterDoesNotHinderAProposalThatKnowsIt() throws Exception {
        approve(proposed(releases, "later", now.get().plus(HOUR)));

        assertThat(approve(proposed(releases, "meanwhile", null))).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void theOrderOfStepsIsKnownWhateverTheClocksSay() throws Exception {
        Releases slow = by(() -> now.get().minus(HOUR));
        UUID overtaken = proposed(releases, "overtaken", null);
        UUID released = proposed(slow, "released", null);
        assertThat(slow.approve(released, SECOND).await(PATIENCE_SECONDS, SECONDS))
                .isInstanceOf(Outcome.Done.class);
        UUID next = proposed(slow, "next", now.get().plus(HOUR));

        assertThat(approve(overtaken)).isInstanceOf(Outcome.Outdated.class);
        assertThat(approve(next)).isInstanceOf(Outcome.Done.class);
    }

    private Releases by(InstantSource clock) {
        return new Releases(
                pool, new ReleaseStore(), clock, UUID::randomUUID, (connection, release) -> Future.succeededFuture());
    }

    private static UUID proposed(Releases by, String version, @Nullable Instant from) throws TimeoutException {
        var set = new Rules(version, rules.thresholds(), rules.identification(), rules.laws(), rules.rules());
        RuleRelease made = ((Outcome.Done) by.propose(AUTHOR, set, from).await(PATIENCE_SECONDS, SECONDS)).release();
        return made.id();
    }

    private Outcome approve(UUID id) throws TimeoutException {
        return releases.approve(id, SECOND).await(PATIENCE_SECONDS, SECONDS);
    }
}

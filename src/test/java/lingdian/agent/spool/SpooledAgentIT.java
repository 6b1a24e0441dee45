package lingdian.agent.spool;

import static lingdian.testing.FakeService.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lingdian.agent.link.AgentEndpoint;
import lingdian.agent.link.AgentListener;
import lingdian.agent.link.AgentStoppedException;
import lingdian.agent.link.Answer;
import lingdian.agent.link.Backoff;
import lingdian.testing.Await;
import lingdian.testing.FakeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The café's agent against a service that the test controls. */
class SpooledAgentIT {
    private static final String CAFE = "36048110000001";
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

    private final Vertx vertx = Vertx.vertx();
    private final FakeService service = new FakeService(vertx);
    private final String key = service.key(CAFE);
    private final SmallDisk disk = new SmallDisk();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    private volatile Instant now = Drafts.NOON;

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void whatWasRecordedOfflineArrivesOnceInOrderAndSaysWhenItWasSent() throws Exception {
        service.window = 50;
        SpooledAgent offline = start(NOWHERE);
        for (int i = 1; i <= 500; i++) {
            assertThat(await(offline.record(Drafts.heartbeat("T" + i)))).isEqualTo(i);
        }
        assertThat(offline.state().unsent()).isEqualTo(500);
        assertThat(offline.state().connected()).isFalse();
        await(offline.close());

        SpooledAgent agent = start();
        acknowledged(agent, 500);

        assertThat(service.events.get(CAFE).values().stream()
                        .map(event -> event.getJsonArray("inUse").getString(0)))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 500).mapToObj(i -> "T" + i).toList());
        assertThat(service.messageSizes).allMatch(size -> size <= 50);
        assertThat(service.sent).isNotEmpty().allMatch(sent -> sent.equals("2026-11-10T12:00:00+08:00"));
        assertThat(hello().getLong("lastSeq")).isEqualTo(500);
        assertThat(agent.state().connected()).isTrue();
        assertThat(agent.state().unsent()).isZero();
        assertThat(agent.state().lastAckedAt()).isEqualTo(Drafts.NOON);
        await(agent.close());
    }

    @Test
    void everyLoginGetsItsAnswerAndNothingIsSentTwiceWithoutNeed() throws Exception {
        service.judge = event -> event.getString("session", "").equals("minor")
                ? FakeService.verdict(event, "under-age")
                : event.getString("session", "").equals("again")
                        ? FakeService.reject(event, "duplicate-session")
                        : FakeService.allow(event);
        SpooledAgent agent = start();

        assertThat(answer(agent, Drafts.login("adult", false)))
                .isInstanceOfSatisfying(
                        Answer.Verdict.class,
                        verdict -> assertThat(verdict.allow()).isTrue());
        assertThat(answer(agent, Drafts.login("minor", false)))
                .isInstanceOfSatisfying(
                        Answer.Verdict.class,
                        verdict -> assertThat(verdict.reasons()).containsExactly("under-age"));
        assertThat(answer(agent, Drafts.login("again", false))).isInstanceOf(Answer.Reject.class);
        assertThat(answer(agent, Drafts.heartbeat("T1"))).isEqualTo(new Answer.Acknowledged(4));
        assertThat(await(agent.answer(2))).isInstanceOf(Answer.Verdict.class); // every call gets it
        assertThatThrownBy(() -> await(agent.answer(5))).hasMessageContaining("no event 5");
        assertThat(service.messageSizes.stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(4);

        List<String> stored = new ArrayList<>();
        await(agent.close());
        SpooledAgent again = start(NOWHERE);
        again.forEachRecord(event -> stored.add(event.seq() + " " + event.outcome() + " " + event.acknowledged()));
        assertThat(stored).containsExactly("1 ALLOWED true", "2 DENIED true", "3 REJECTED true", "4 NONE true");
        await(again.close());
    }

    @Test
    void anAnswerThatDiedWithTheProgramIsAskedForAgain() throws Exception {
        service.judge = event -> null; // acknowledged, but the verdict gets lost
        SpooledAgent agent = start();
        await(agent.record(Drafts.login("s1", false)));
        await(agent.record(Drafts.heartbeat("T1")));
        acknowledged(agent, 2);
        await(agent.close());
        service.judge = FakeService::allow;

        SpooledAgent again = start();

        assertThat(await(again.answer(1))).isInstanceOf(Answer.Verdict.class);
        assertThat(await(again.answer(2))).isEqualTo(new Answer.Acknowledged(2));
        assertThat(service.count(CAFE)).isEqualTo(2);
        await(again.close());
    }

    @Test
    void aLostConnectionLosesNoAnswer() throws Exception {
        service.cutAfter = 30;
        SpooledAgent agent = start();
        List<Future<Answer>> answers = IntStream.rangeClosed(1, 100)
                .mapToObj(i -> agent.record(i % 3 == 0 ? Drafts.heartbeat("T1") : Drafts.login("s" + i, false))
                        .compose(agent::answer))
                .toList();

        await(Future.all(answers));

        assertThat(answers.stream().filter(answer -> answer.result() instanceof Answer.Verdict))
                .hasSize(67);
        assertThat(service.count(CAFE)).isEqualTo(100);
        assertThat(service.hellos.get(CAFE)).hasSizeGreaterThan(1);
        assertThat(service.hellos.get(CAFE).stream()
                        .map(hello -> hello.getString("stream"))
                        .distinct())
                .hasSize(1);
        await(agent.close());
    }

    @Test
    void everyAcknowledgementIsKeptAsAProofOverRestarts() throws Exception {
        SpooledAgent agent = start();
        for (int i = 0; i < 5; i++) {
            await(agent.record(Drafts.heartbeat("T1")).compose(agent::answer));
        }
        UUID stream = agent.state().stream();
        await(agent.close());

        SpooledAgent again = start(NOWHERE);
        List<Proofs.Proof> proofs = new ArrayList<>();
        again.proofs().forEach(proofs::add);

        assertThat(proofs).extracting(Proofs.Proof::seq).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(proofs)
                .allMatch(proof -> proof.stream().equals(stream)
                        && proof.chain().equals(FakeService.chain(proof.seq()))
                        && Duration.between(Drafts.NOON, proof.acknowledgedAt()).toMinutes() == 0);
        assertThat(again.state().ackedSeq()).isEqualTo(5);
        await(again.close());
    }

    @Test
    void whatTheServiceSaidOfTheHoursSurvivesAnOfflineRestart() throws Exception {
        SpooledAgent agent = start();
        Await.until("a welcome", () -> agent.welcome().isPresent());
        service.tell(
                CAFE,
                new JsonObject()
                        .put("type", "notice")
                        .put("notice", "hours-changed")
                        .put(
                                "hours",
                                new JsonArray()
                                        .add(new JsonObject().put("opens", "a").put("closes", "b"))));
        Await.until(
                "the notice",
                () -> agent.welcome().orElseThrow().getJsonArray("hours").size() == 1);
        await(agent.close());

        SpooledAgent again = start(NOWHERE);

        JsonObject welcome = again.welcome().orElseThrow();
        assertThat(welcome.getString("placeCode")).isEqualTo(CAFE);
        assertThat(welcome.getJsonArray("hours")).hasSize(1);
        assertThat(welcome.getString("receivedAt")).isEqualTo("2026-11-10T12:00:00+08:00");
        await(again.close());
    }

    @Test
    void anEditedSpoolIsSetAsideAndWhatNobodyAcknowledgedGoesOnInANewStream() throws Exception {
        SpooledAgent online = start();
        await(online.record(Drafts.heartbeat("safe")).compose(online::answer));
        UUID before = online.state().stream();
        await(online.close());
        SpooledAgent offline = start(NOWHERE);
        for (String terminal : List.of("a", "b", "c")) {
            await(offline.record(Drafts.heartbeat(terminal)));
        }
        await(offline.close());
        edit(recordsFile(), SegmentHeader.BYTES + RecordFrame.HEADER_BYTES + 10); // within the first, long acknowledged

        SpooledAgent agent = start();
        acknowledged(agent, 3);

        assertThat(agent.state().stream()).isNotEqualTo(before);
        assertThat(agent.state().setAside()).hasSize(1).first().asString().endsWith(before.toString());
        assertThat(directory.resolve(agent.state().setAside().getFirst())).isDirectory();
        assertThat(terminals()).containsExactly("a", "b", "c");
        assertThat(heard).contains("renewed");
        List<UUID> proved = new ArrayList<>();
        Await.until("the new stream's acknowledgement is kept too", () -> {
            proved.clear();
            agent.proofs().forEach(proof -> proved.add(proof.stream()));
            return proved.getLast().equals(agent.state().stream());
        });
        assertThat(proved).startsWith(before);
        await(agent.close());
    }

    @Test
    void anEditWhileItRunsEndsTheStreamWhenItIsFound() throws Exception {
        SpooledAgent offline = start(NOWHERE);
        for (int i = 0; i < 6_000; i++) {
            offline.record(Drafts.heartbeat("T" + i)); // more than is kept in memory
        }
        await(offline.record(Drafts.heartbeat("last")));
        await(offline.close());
        service.withhold = true;
        service.window = 1_000;
        SpooledAgent agent = start();
        UUID before = agent.state().stream();
        Await.until("something was sent", () -> service.count(CAFE) > 0);
        edit(recordsFile(), (int) Files.size(recordsFile()) - 2_000);
        service.withhold = false;
        service.closeSocket(CAFE, 1001);

        Await.until("a new stream", () -> !agent.state().stream().equals(before));
        Await.until("everything is safe", () -> agent.state().unsent() == 0);

        assertThat(agent.state().setAside()).hasSize(1);
        assertThat(terminals()).endsWith("last");
        await(agent.close());
    }

    @Test
    void recordsThatWereRolledBackBeginANewStream() throws Exception {
        SpooledAgent agent = start();
        await(agent.record(Drafts.heartbeat("T1")).compose(agent::answer));
        await(agent.close());
        service.events.get(CAFE).put(2L, new JsonObject().put("seq", 2)); // of the time that the copy does not know

        SpooledAgent again = start();
        UUID before = again.state().stream();
        Await.until("a new stream", () -> !again.state().stream().equals(before));
        await(again.record(Drafts.heartbeat("T2")).compose(again::answer));

        assertThat(again.state().setAside()).hasSize(1);
        assertThat(terminals()).containsExactly("T2");
        await(again.close());
    }

    @Test
    void aServiceThatForgotGetsAgainWhatItForgot() throws Exception {
        SpooledAgent agent = start();
        for (String terminal : List.of("a", "b", "c", "d")) {
            await(agent.record(Drafts.heartbeat(terminal)).compose(agent::answer));
        }
        service.events.get(CAFE).remove(4L);
        service.events.get(CAFE).remove(3L);

        await(agent.record(Drafts.heartbeat("e"))); // a gap: 4409
        acknowledged(agent, 5);

        assertThat(terminals()).containsExactly("a", "b", "c", "d", "e");
        assertThat(agent.state().setAside()).isEmpty();
        await(agent.close());
    }

    @Test
    void noClosingStopsItForEver() throws Exception {
        for (int code : List.of(1001, 1007, 1009, 4400, 4401, 4408, 4409, 4413)) {
            service.closeWith = (short) code;
            SpooledAgent agent = start();
            await(agent.record(Drafts.heartbeat("T" + code)));
            if (code != 1001 && code != 4413) {
                Await.until(
                        "it says so of " + code,
                        () -> String.valueOf(agent.state().stopped()).contains("closed with " + code));
            }
            service.closeWith = null;

            Await.until("it goes on after " + code, () -> agent.state().unsent() == 0);
            assertThat(agent.state().stopped()).isNull();
            assertThat(agent.state().setAside()).isEmpty();
            await(agent.close());
        }
    }

    @Test
    void aKeyThatIsNotKnownIsTriedUntilItIs() throws Exception {
        service.cafeByKey.clear();
        SpooledAgent agent = start();
        await(agent.record(Drafts.heartbeat("T1")));
        Await.until("it says so", () -> String.valueOf(agent.state().stopped()).contains("HTTP 401"));
        assertThat(agent.state().stopped()).doesNotContain(key);

        service.key(CAFE);

        Await.until("it goes on", () -> agent.state().unsent() == 0);
        await(agent.close());
    }

    @Test
    void whoWasSupersededTakesOverOnlyWhenLeftAlone() throws Exception {
        SpooledAgent agent = start();
        await(agent.record(Drafts.heartbeat("T1")).compose(agent::answer));
        UUID before = agent.state().stream();
        service.superseded.add(before.toString());
        service.closeSocket(CAFE, 4410);
        Await.until("it says so", () -> String.valueOf(agent.state().stopped()).contains("superseded"));
        assertThat(await(agent.record(Drafts.heartbeat("meanwhile")))).isEqualTo(2);

        Await.until("a new stream", () -> !agent.state().stream().equals(before));
        Await.until("all is safe", () -> agent.state().unsent() == 0);

        assertThat(terminals()).containsExactly("meanwhile");
        assertThat(agent.state().setAside()).hasSize(1);
        await(agent.close());
    }

    @Test
    void aFullDiskRefusesAndItGoesOnByItself() throws Exception {
        SpooledAgent agent = start();
        await(agent.record(Drafts.heartbeat("before")));
        disk.room = 10;

        assertThatThrownBy(() -> await(agent.record(Drafts.login("refused", true))))
                .isInstanceOf(SpoolFullException.class);
        assertThat(agent.state().diskFull()).isTrue();
        assertThat(agent.state().lastSeq()).isEqualTo(1);
        disk.room = Long.MAX_VALUE;
        assertThat(await(agent.record(Drafts.heartbeat("after")))).isEqualTo(2);

        assertThat(agent.state().diskFull()).isFalse();
        acknowledged(agent, 2);
        assertThat(terminals()).containsExactly("before", "after");
        Await.until("the proofs are kept", () -> proofs(agent).contains(2L));
        await(agent.close());
    }

    @Test
    void theLastOfTheDiskIsKeptForAcknowledgements() throws Exception {
        SpooledAgent agent = start();
        disk.usable = 1_000;

        assertThatThrownBy(() -> await(agent.record(Drafts.heartbeat("T1")))).isInstanceOf(SpoolFullException.class);

        disk.usable = 1 << 20;
        await(agent.record(Drafts.heartbeat("T1")));
        await(agent.close());
    }

    @Test
    void aSecondAgentIsKeptOut() throws Exception {
        SpooledAgent agent = start();

        assertThatThrownBy(this::start)
                .isInstanceOf(SpoolLockedException.class)
                .hasMessageContaining(directory.toString());

        await(agent.close());
        await(start().close());
    }

    @Test
    void nothingOfAPersonIsInTheDirectory() throws Exception {
        SpooledAgent agent = start();
        await(agent.record(Drafts.login("s1", false)).compose(agent::answer));
        await(agent.close());

        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                        + new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                assertThat(content).as(file.toString()).doesNotContain("7734").doesNotContain(Drafts.NAME);
            }
        }
    }

    @Test
    void recordsAreKeptForSixtyDaysWhateverTheClockHereSays() throws Exception {
        SpooledAgent agent = start();
        await(agent.record(Drafts.heartbeat("T1")).compose(agent::answer));
        await(agent.close());
        Path first = recordsFile();
        for (String wrong : List.of("2099-01-01T00:00:00Z", "2016-01-01T00:00:00Z", "2099-01-02T00:00:00Z")) {
            now = Instant.parse(wrong); // this machine's clock alone
            SpooledAgent again = start();
            await(again.record(Drafts.heartbeat("T2")).compose(again::answer));
            await(again.close());
            assertThat(first).exists();
        }

        service.serverTime = "2027-01-09T11:59:00+08:00"; // 60 days but a minute
        SpooledAgent soon = start();
        await(soon.record(Drafts.heartbeat("T3")).compose(soon::answer));
        await(soon.close());
        assertThat(first).exists();
        service.serverTime = "2027-01-09T12:05:00+08:00";
        SpooledAgent later = start();
        Await.until("it is dropped", () -> !Files.exists(first));
        await(later.close());
        SpooledAgent again = start(NOWHERE);
        List<Long> kept = new ArrayList<>();
        again.forEachRecord(event -> kept.add(event.seq()));
        assertThat(kept).containsExactly(4L, 5L); // the file that is written to
        await(again.close());
    }

    @Test
    void whatNobodyAcknowledgedIsKeptLonger() throws Exception {
        SpooledAgent agent = start(NOWHERE);
        await(agent.record(Drafts.heartbeat("T1")));
        now = Drafts.NOON.plus(Duration.ofDays(100));
        await(agent.record(Drafts.heartbeat("T2")));
        await(agent.close());
        service.serverTime = "2027-02-18T12:00:00+08:00";
        service.withhold = true;

        SpooledAgent again = start();
        Await.until("it was sent", () -> service.count(CAFE) == 2);
        assertThat(recordsFile().getFileName().toString()).startsWith("2026-11-10");
        await(again.close());
    }

    /** A file system of half a mebibyte, if this machine permits mounting one. */
    @Test
    void aRealDiskThatFillsUpRefusesAndGoesOn() throws Exception {
        Path small = Files.createDirectory(directory.resolve("small"));
        assumeTrue(ran("mount", "-t", "tmpfs", "-o", "size=512k", "none", small.toString()), "mounting is not allowed");
        try {
            fill(small);
        } finally {
            assertThat(ran("umount", small.toString())).isTrue();
        }
    }

    private void fill(Path small) throws Exception {
        Path ballast = Files.write(small.resolve("ballast"), new byte[100_000]);
        SpooledAgent agent = start(service.address(), small.resolve("agent"), new SpoolDisk.Real(), 0);
        long recorded = 0;
        while (!agent.state().diskFull()) {
            recorded += await(agent.record(Drafts.heartbeat(300)).map(1L).otherwise(0L));
        }
        assertThatThrownBy(() -> await(agent.record(Drafts.heartbeat(300)))).isInstanceOf(SpoolFullException.class);
        assertThat(agent.state().lastSeq()).isEqualTo(recorded).isGreaterThan(10);
        long before = recorded;
        Files.delete(ballast);

        assertThat(await(agent.record(Drafts.heartbeat(300)))).isEqualTo(before + 1);

        acknowledged(agent, before + 1);
        Await.until("the last proof is kept", () -> proofs(agent).contains(before + 1));
        await(agent.close());
        SpooledAgent again = start(service.address(), small.resolve("agent"), new SpoolDisk.Real(), 0);
        assertThat(again.state().lastSeq()).isEqualTo(before + 1);
        assertThat(again.state().setAside()).isEmpty();
        await(again.close());
        assertThat(service.count(CAFE)).isEqualTo((int) before + 1);
    }

    private static boolean ran(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException unknown) {
            return false;
        }
    }

    @Test
    void lostKeysCostTheStreamAndNothingElse() throws Exception {
        SpooledAgent agent = start();
        await(agent.record(Drafts.heartbeat("T1")).compose(agent::answer));
        await(agent.close());
        Files.writeString(directory.resolve("keys.json"), "{}");

        SpooledAgent again = start();
        await(again.record(Drafts.heartbeat("T2")).compose(again::answer));

        assertThat(again.state().setAside()).hasSize(1);
        Await.until("both proofs are kept", () -> proofs(again).equals(List.of(1L, 1L)));
        await(again.close());
    }

    /** Whoever copies the directory, or restores it, may not copy its rights. */
    @Test
    void keysThatOthersMayReadAreClosedAndUsed() throws Exception {
        Path keys = threeUnsent();
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-r--r--"));

        SpooledAgent again = start();
        acknowledged(again, 3);

        assertThat(again.state().setAside()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rw-------");
        await(again.close());
    }

    /** Such as while another program has them open. */
    @Test
    void keysThatCannotBeReadNowAreNotReplaced() throws Exception {
        Path keys = threeUnsent();
        Path elsewhere = Files.move(keys, directory.resolve("elsewhere"));
        Files.createDirectory(keys);

        assertThatThrownBy(this::start).isInstanceOf(IOException.class);

        Files.delete(keys);
        Files.move(elsewhere, keys);
        SpooledAgent again = start();
        acknowledged(again, 3);
        assertThat(again.state().setAside()).isEmpty();
        await(again.close());
    }

    /** The file of the keys that seal what an agent recorded without a service. */
    private Path threeUnsent() {
        SpooledAgent offline = start(NOWHERE);
        for (int i = 1; i <= 3; i++) {
            await(offline.record(Drafts.heartbeat("T" + i)));
        }
        await(offline.close());
        return directory.resolve("keys.json");
    }

    private SpooledAgent start() {
        return start(service.address());
    }

    private SpooledAgent start(URI address) {
        return start(address, directory, disk, 100_000);
    }

    private SpooledAgent start(URI address, Path root, SpoolDisk on, long reserveBytes) {
        var settings = new SpoolSettings(
                "test/1", 10, 60, 1 << 20, reserveBytes, 10_000, new Backoff(5, 30, Integer.MAX_VALUE, 60), 300);
        return await(SpooledAgent.start(
                vertx, new AgentEndpoint(address, key), root, settings, () -> now, new Random(), new Hearing(), on));
    }

    private static Answer answer(SpooledAgent agent, EventDraft draft) {
        return await(agent.record(draft).compose(agent::answer));
    }

    private static void acknowledged(SpooledAgent agent, long seq) throws Exception {
        Await.until("event " + seq + " is safe", () -> agent.state().ackedSeq() == seq);
    }

    private List<String> terminals() {
        return service.events.get(CAFE).values().stream()
                .map(event -> event.getJsonArray("inUse").getString(0))
                .toList();
    }

    private static List<Long> proofs(SpooledAgent agent) {
        List<Long> seqs = new ArrayList<>();
        agent.proofs().forEach(proof -> seqs.add(proof.seq()));
        return seqs;
    }

    private JsonObject hello() {
        return service.hellos.get(CAFE).getLast();
    }

    private Path recordsFile() throws Exception {
        return SpoolSegment.files(directory.resolve("spool")).getFirst();
    }

    private static void edit(Path file, int at) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    private final class Hearing implements AgentListener {
        @Override
        public void renewed(UUID stream, String reason) {
            heard.add("renewed");
        }

        @Override
        public void refused(AgentStoppedException reason, long delayMillis) {
            heard.add("refused " + reason.code() + " " + Instant.EPOCH.plusMillis(delayMillis));
        }
    }
}

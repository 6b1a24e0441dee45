package lingdian.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.Vault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The records on disk: which survive, which are cut, and which are recognised as edited. */
class SpoolTest {
    private static final UUID STREAM = UUID.fromString("0b7e0e0c-5f0a-4b59-9a5e-3d1a3a0c7c11");
    private static final long LARGE = 1 << 20;

    @TempDir
    private Path root;

    private final SmallDisk disk = new SmallDisk();
    private Path directory;
    private Vault vault;

    @BeforeEach
    void makeKeys() throws Exception {
        vault = new Vault(KeyRing.create(root.resolve("keys.json")));
        directory = root.resolve("spool");
        SpoolDisk.createDirectory(directory);
    }

    @Test
    void whatWasRecordedIsReadBackInOrder() throws Exception {
        record(day(0), Drafts.login("s1", true), Drafts.heartbeat("T1"));
        record(day(1), Drafts.logout("s1"));

        try (Spool spool = open(0)) {
            List<Line> lines = all(spool);
            assertThat(lines).extracting(Line::seq).containsExactly(1L, 2L, 3L);
            assertThat(lines.getFirst().json()).contains("\"session\":\"s1\"").contains(Drafts.NAME);
            assertThat(lines).extracting(Line::login).containsExactly(true, false, false);
            assertThat(spool.stream()).isEqualTo(STREAM);
            assertThat(SpoolSegment.files(directory)).hasSize(2);
        }
    }

    @Test
    void everyByteBeforeTheLastRecordIsGuarded() throws Exception {
        record(day(0), Drafts.login("s1", true), Drafts.heartbeat("T1"));
        record(day(1), Drafts.login("s2", true), Drafts.heartbeat("T2"), Drafts.logout("s1"));
        int flipped = 0;
        for (Path file : SpoolSegment.files(directory)) {
            byte[] whole = Files.readAllBytes(file);
            int end = file.equals(lastFile()) ? lastRecordAt(file) : whole.length;
            for (int at = 0; at < end; at++) {
                Files.write(file, flipped(whole, at));
                assertThatThrownBy(() -> open(0))
                        .as("byte %d of %s", at, file)
                        .isInstanceOf(SpoolDamagedException.class);
                flipped++;
            }
            Files.write(file, whole);
        }
        assertThat(flipped).isGreaterThan(1_000);
        open(0).close();
    }

    @Test
    void aLastRecordThatIsCutAnywhereIsCutOff() throws Exception {
        record(day(0), Drafts.login("s1", true), Drafts.heartbeat("T1"), Drafts.login("s2", true));
        byte[] whole = Files.readAllBytes(lastFile());
        int last = lastRecordAt(lastFile());
        byte[] head = Files.readAllBytes(directory.resolve("head"));
        for (int length = last; length < whole.length; length++) {
            Files.write(lastFile(), Arrays.copyOf(whole, length));
            Files.write(directory.resolve("head"), head);
            try (Spool spool = open(0)) {
                assertThat(spool.lastSeq()).isEqualTo(2);
                assertThat(Files.size(lastFile())).isEqualTo(last);
                spool.append(Drafts.lines(day(0), Drafts.logout("s1")), day(0));
            }
            try (Spool spool = open(0)) {
                assertThat(all(spool))
                        .hasSize(3)
                        .last()
                        .extracting(Line::json)
                        .asString()
                        .contains("logout");
            }
        }
    }

    @Test
    void aLastRecordWithAWrongByteIsCutOff() throws Exception {
        record(day(0), Drafts.login("s1", true), Drafts.heartbeat("T1"));
        byte[] whole = Files.readAllBytes(lastFile());
        byte[] head = Files.readAllBytes(directory.resolve("head"));
        for (int at = lastRecordAt(lastFile()); at < whole.length; at++) {
            Files.write(lastFile(), flipped(whole, at));
            Files.write(directory.resolve("head"), head);
            try (Spool spool = open(0)) {
                assertThat(spool.lastSeq()).isEqualTo(1);
            }
        }
    }

    @Test
    void moreThanTheLastRecordGoneIsNoPowerCut() throws Exception {
        record(day(0), Drafts.login("s1", true), Drafts.heartbeat("T1"), Drafts.heartbeat("T2"));
        byte[] whole = Files.readAllBytes(lastFile());
        for (int length = 0; length < lastRecordAt(lastFile()); length++) {
            Files.write(lastFile(), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> open(0)).isInstanceOf(SpoolDamagedException.class);
        }
    }

    @Test
    void aFileThatVanishedIsMissed() throws Exception {
        record(day(0), Drafts.heartbeat("T1"));
        record(day(1), Drafts.heartbeat("T1"));
        record(day(2), Drafts.heartbeat("T1"));
        for (Path file : SpoolSegment.files(directory)) {
            byte[] whole = Files.readAllBytes(file);
            Files.delete(file);
            if (!file.equals(last(SpoolSegment.files(directory))) && SpoolSegment.firstSeq(file) != 3) {
                assertThatThrownBy(() -> open(0)).isInstanceOf(SpoolDamagedException.class);
            }
            Files.write(file, whole);
        }
        open(0).close();
    }

    @Test
    void recordsThatEndBeforeWhatTheServiceHasAreAnOlderCopy() throws Exception {
        record(day(0), Drafts.heartbeat("T1"), Drafts.heartbeat("T2"));

        open(2).close();

        assertThatThrownBy(() -> open(3))
                .isInstanceOf(SpoolDamagedException.class)
                .hasMessageContaining("acknowledged event 3");
    }

    @Test
    void recordsOfOtherKeysAreNotGoneOnWith() throws Exception {
        record(day(0), Drafts.heartbeat("T1"));
        vault = new Vault(KeyRing.create(root.resolve("others.json")));

        assertThatThrownBy(() -> open(0)).hasMessageContaining("other keys");
    }

    @Test
    void withoutItsHeadARecordIsStillToldTornOrEdited() throws Exception {
        record(day(0), Drafts.login("s1", true), Drafts.heartbeat("T1"), Drafts.heartbeat("T2"));
        byte[] whole = Files.readAllBytes(lastFile());
        int last = lastRecordAt(lastFile());
        for (int length = last; length < whole.length; length++) {
            Files.write(lastFile(), Arrays.copyOf(whole, length));
            Files.deleteIfExists(directory.resolve("head"));
            try (Spool spool = open(0)) {
                assertThat(spool.lastSeq()).isEqualTo(2);
            }
        }
        Files.write(lastFile(), flipped(whole, SegmentHeader.BYTES + RecordFrame.HEADER_BYTES + 1));
        Files.delete(directory.resolve("head"));
        assertThatThrownBy(() -> open(0)).isInstanceOf(SpoolDamagedException.class);
    }

    @Test
    void onlyWholeFilesAreDroppedAndNeverTheLast() throws Exception {
        for (int day = 0; day < 5; day++) {
            record(day(day), Drafts.heartbeat("T1"), Drafts.heartbeat("T2"));
        }
        try (Spool spool = open(0)) {
            spool.dropThrough(5);
            assertThat(spool.firstSeq()).isEqualTo(5);
            spool.dropThrough(6);
            assertThat(spool.firstSeq()).isEqualTo(7);
            spool.dropThrough(10);
            assertThat(spool.firstSeq()).isEqualTo(9);
        }
        try (Spool spool = open(10)) {
            assertThat(all(spool)).extracting(Line::seq).containsExactly(9L, 10L);
        }
        assertThat(SpoolSegment.files(directory)).hasSize(1);
    }

    @Test
    void droppingThatWasInterruptedIsFinished() throws Exception {
        record(day(0), Drafts.heartbeat("T1"));
        Path old = lastFile();
        byte[] whole = Files.readAllBytes(old);
        record(day(1), Drafts.heartbeat("T1"));
        try (Spool spool = open(0)) {
            spool.dropThrough(2);
        }
        Files.write(old, whole);

        try (Spool spool = open(0)) {
            assertThat(spool.firstSeq()).isEqualTo(2);
            assertThat(old).doesNotExist();
        }
    }

    @Test
    void aRefusedDraftCostsNoNumber() throws Exception {
        try (Spool spool = create()) {
            List<DraftResult> written = spool.append(
                    Drafts.lines(
                            day(0),
                            Drafts.heartbeat("T1"),
                            (seq, at) -> {
                                throw new IllegalArgumentException("no event");
                            },
                            Drafts.login("x".repeat(800_000), true),
                            Drafts.heartbeat("T2")),
                    day(0));

            assertThat(written.get(1)).isInstanceOf(DraftResult.Refused.class);
            assertThat(written.get(2)).isInstanceOf(DraftResult.Refused.class);
            assertThat(all(spool)).extracting(Line::seq).containsExactly(1L, 2L);
        }
        open(0).close();
    }

    @Test
    void itIsItsOwnersAlone() throws Exception {
        String session = "session-of-the-owner"; // so long that no ciphertext has it by chance
        record(day(0), Drafts.login(session, true));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
                String content = new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.UTF_8);
                assertThat(content)
                        .doesNotContain(Drafts.NAME)
                        .doesNotContain("7734")
                        .doesNotContain(session);
            }
        }
    }

    @Test
    void aRecordThatIsEditedWhileItRunsIsNotSent() throws Exception {
        try (Spool spool = create()) {
            spool.append(Drafts.lines(day(0), Drafts.login("s1", true), Drafts.heartbeat("T1")), day(0));
            byte[] whole = Files.readAllBytes(lastFile());
            Files.write(lastFile(), flipped(whole, SegmentHeader.BYTES + RecordFrame.HEADER_BYTES + 20));

            assertThatThrownBy(() -> new SpoolReader(spool).from(1, 10, 10_000))
                    .isInstanceOf(SpoolDamagedException.class)
                    .hasMessageContaining("event 1");
        }
    }

    @Test
    void whatNobodyAcknowledgedIsSalvagedAroundTheDamage() throws Exception {
        for (int i = 1; i <= 4; i++) {
            record(day(0), Drafts.login("s" + i, true));
        }
        byte[] whole = Files.readAllBytes(lastFile());
        int third = SegmentHeader.BYTES + 2 * (whole.length - SegmentHeader.BYTES) / 4;
        Files.write(lastFile(), flipped(whole, third + 5)); // in its header, so the start of the next record is unknown

        List<String> found = new ArrayList<>();
        Salvage.of(
                directory, vault, 1, line -> found.add(line.seq() + (line.json().contains("s4") ? " s4" : "")));

        assertThat(found).containsExactly("2", "4 s4");
    }

    @Test
    void aFullDiskRefusesAndLosesNothing() throws Exception {
        try (Spool spool = create()) {
            spool.append(Drafts.lines(day(0), Drafts.heartbeat("T1")), day(0));
            for (int room = 0; room < 400; room += 7) {
                disk.room = room;
                int stored = spool.lastSeq() == 0 ? 0 : 1;
                assertThatThrownBy(() -> spool.append(Drafts.lines(day(0), Drafts.login("s".repeat(40), true)), day(0)))
                        .isInstanceOf(IOException.class);
                assertThat(spool.lastSeq()).isEqualTo(stored);
                assertThat(Files.size(lastFile()))
                        .isEqualTo(last(spool.segments()).bytes());
            }
            disk.room = Long.MAX_VALUE;
            spool.append(Drafts.lines(day(0), Drafts.heartbeat("T2")), day(0));
            assertThat(all(spool)).extracting(Line::seq).containsExactly(1L, 2L);
        }
        open(0).close();
    }

    @Test
    void whatIsNotRefusedIsRecordedWhereverTheDiskIsFull() throws Exception {
        try (Spool spool = create()) {
            for (int room = 0; room < 1_000; room++) {
                disk.room = room;
                long before = spool.lastSeq();
                boolean refused = false;
                try {
                    spool.append(Drafts.lines(day(0), Drafts.heartbeat("T1")), day(0));
                } catch (IOException full) {
                    refused = true;
                }
                assertThat(spool.lastSeq()).as("room %d", room).isEqualTo(refused ? before : before + 1);
            }
            disk.room = Long.MAX_VALUE;
        }
        open(0).close();
    }

    @Test
    void aDiskThatIsFullAtMidnightGoesOnLater() throws Exception {
        try (Spool spool = create()) {
            spool.append(Drafts.lines(day(0), Drafts.heartbeat("T1")), day(0));
            for (int room = 0; room < SegmentHeader.BYTES + 60; room += 5) {
                disk.room = room;
                assertThatThrownBy(() -> spool.append(Drafts.lines(day(1), Drafts.heartbeat("T2")), day(1)))
                        .isInstanceOf(IOException.class);
            }
            disk.room = Long.MAX_VALUE;
            spool.append(Drafts.lines(day(1), Drafts.heartbeat("T2")), day(1));
        }
        try (Spool spool = open(0)) {
            assertThat(all(spool)).hasSize(2);
        }
    }

    @Test
    void oneGroupIsForcedOnce() throws Exception {
        try (Spool spool = create()) {
            int before = disk.forces;
            EventDraft[] many =
                    Stream.generate(() -> Drafts.heartbeat(300)).limit(500).toArray(EventDraft[]::new);
            spool.append(Drafts.lines(day(0), many), day(0));

            assertThat(disk.forces - before).isEqualTo(1);
            assertThat(spool.lastSeq()).isEqualTo(500);
        }
    }

    private void record(Instant now, EventDraft... drafts) throws Exception {
        try (Spool spool = SpoolSegment.files(directory).isEmpty() ? create() : open(0)) {
            spool.append(Drafts.lines(now, drafts), now);
        }
    }

    private Spool create() throws IOException {
        return Spool.create(disk, directory, vault, LARGE, STREAM, day(0));
    }

    private Spool open(long acked) throws Exception {
        return Spool.open(disk, directory, vault, LARGE, acked);
    }

    private static List<Line> all(Spool spool) throws Exception {
        var reader = new SpoolReader(spool);
        List<Line> all = new ArrayList<>();
        for (long seq = spool.firstSeq();
                seq <= spool.lastSeq();
                seq = all.getLast().seq() + 1) {
            all.addAll(reader.from(seq, 10, 10_000));
        }
        return all;
    }

    private static Instant day(int day) {
        return Drafts.NOON.plus(Duration.ofDays(day));
    }

    private Path lastFile() throws IOException {
        return last(SpoolSegment.files(directory));
    }

    private static <T> T last(List<T> all) {
        return all.getLast();
    }

    static int lastRecordAt(Path file) throws IOException {
        try (SegmentReader reader = SegmentReader.whole(file)) {
            reader.moveTo(SegmentHeader.BYTES);
            long at = reader.position();
            while (true) {
                long next = reader.position();
                if (reader.skip().isEmpty()) {
                    return (int) at;
                }
                at = next;
            }
        }
    }

    private static byte[] flipped(byte[] whole, int at) {
        byte[] flipped = whole.clone();
        flipped[at] ^= 0x20;
        return flipped;
    }
}

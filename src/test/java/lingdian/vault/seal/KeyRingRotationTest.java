package lingdian.vault.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import lingdian.domain.document.NamedToken;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The steps of a rotation, and the behaviour of a vault after each step. */
@ParameterizedClass
@EnumSource(KeySuite.class)
class KeyRingRotationTest {
    private static final List<KeyUse> ALL = List.of(KeyUse.SEALING, KeyUse.PERSON_TOKENS, KeyUse.CONTENT_MACS);
    private static final SealedRef REF = new SealedRef("36048110000001", new UUID(1, 2), 7, "identity");
    private static final byte[] CONTENT = "{\"seq\":1}".getBytes(StandardCharsets.UTF_8);
    private static final Duration KEPT = Duration.ofDays(90);

    @Parameter
    KeySuite suite;

    @TempDir
    Path directory;

    private Path file;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private KeyRingRotation rotation;
    private Vault first;

    @BeforeEach
    void createARing() throws Exception {
        file = directory.resolve("keys.json");
        first = new Vault(KeyRing.create(file, suite));
        rotation = new KeyRingRotation(file, () -> now);
    }

    @Test
    void aKeyThatIsAddedOnlyOpensAndCompares() throws Exception {
        add();

        Vault added = vault();
        assertThat(added.token("990", "1")).isEqualTo(first.token("990", "1"));
        assertThat(added.tokenVersion()).isEqualTo(first.tokenVersion());
        assertThat(added.contentMac(CONTENT)).isEqualTo(first.contentMac(CONTENT));
        assertThat(first.unseal(added.seal("text", REF), REF)).isEqualTo("text");
        assertThat(added.tokens("990", "1").others()).hasSize(1);
    }

    @Test
    void aRingThatIsAStepAheadAndOneThatIsAStepBehindJoin() throws Exception {
        add();
        Vault behind = vault();
        now = now.plusMillis(1);
        promote();
        Vault ahead = vault();

        assertThat(ahead.token("990", "1")).isNotEqualTo(behind.token("990", "1"));
        assertThat(ahead.tokens("990", "1").others()).containsExactly(behind.token("990", "1"));
        assertThat(behind.tokens("990", "1").others()).containsExactly(ahead.token("990", "1"));
        assertThat(behind.unseal(ahead.seal("text", REF), REF)).isEqualTo("text");
        assertThat(ahead.unseal(behind.seal("text", REF), REF)).isEqualTo("text");
        assertThat(behind.isContentMac(ahead.contentMac(CONTENT), CONTENT)).isTrue();
    }

    @Test
    void aNameIsComparedWithTheHashOfTheKeyThatItsTokenIsOf() throws Exception {
        NamedToken before = name(first, "1", "甲·乙").getFirst();
        Vault now = rotated();

        List<NamedToken> names = name(now, "1", "甲．乙 ");
        assertThat(names).extracting(NamedToken::token).containsExactly(now.token("990", "1"), first.token("990", "1"));
        assertThat(names.getFirst().version()).isEqualTo(now.tokenVersion());
        assertThat(names.getLast().version()).isEqualTo(first.tokenVersion());
        assertThat(names.getLast().isNamed(before.nameHash())).isTrue();
        assertThat(names.getFirst().isNamed(before.nameHash())).isFalse();
        assertThat(name(now, "1", "丙").getLast().isNamed(before.nameHash())).isFalse();
        assertThat(name(now, "2", "甲·乙").getLast().isNamed(before.nameHash())).isFalse();
    }

    @Test
    void supersededAreTheKeysBeforeThePrimaryOneAndThoseTakenOut() throws Exception {
        assertThat(superseded()).isEmpty();
        add();
        assertThat(superseded()).isEmpty();
        now = now.plusMillis(1);
        promote();
        assertThat(superseded()).containsExactly(first.tokenVersion());
        now = now.plusMillis(1);
        rotation.retire(KeyUse.PERSON_TOKENS, KeyRingRotation.shown(first.tokenVersion()), Duration.ZERO);
        assertThat(superseded()).containsExactly(first.tokenVersion());
    }

    private List<Integer> superseded() throws Exception {
        return KeyRing.load(file).superseded(KeyUse.PERSON_TOKENS);
    }

    private static List<NamedToken> name(Vault vault, String number, String name) {
        return vault.names("990", number, name);
    }

    @Test
    void afterManyRotationsAllThatWasMadeStillOpensAndJoins() throws Exception {
        List<Vault> ever = Stream.of(first, rotated(), rotated(), rotated()).toList();
        Vault last = ever.getLast();

        for (Vault vault : ever) {
            assertThat(last.unseal(vault.seal("text", REF), REF)).isEqualTo("text");
            assertThat(last.isContentMac(vault.contentMac(CONTENT), CONTENT)).isTrue();
            assertThat(vault.lastingContentMac(CONTENT)).isEqualTo(first.contentMac(CONTENT));
            assertThat(vault.personRef(new UUID(3, 4))).isEqualTo(first.personRef(new UUID(3, 4)));
            assertThat(Stream.concat(Stream.of(last.token("990", "1")), last.tokens("990", "1").others().stream()))
                    .contains(vault.token("990", "1"));
        }
        assertThat(ever.stream().map(vault -> vault.token("990", "1"))).doesNotHaveDuplicates();
        assertThat(ever.stream().map(vault -> vault.channel("feed")).distinct()).hasSize(1);
        assertThat(last.isContentMac(first.contentMac(CONTENT), new byte[0])).isFalse();
        assertThatThrownBy(() -> first.unseal(last.seal("text", REF), REF))
                .isInstanceOf(VaultException.class)
                .hasMessageEndingWith("does not open");
    }

    @Test
    void whatARetiredKeyMadeIsGoneAndSaidToBe() throws Exception {
        byte[] sealed = first.seal("text", REF);
        rotated();
        retire(KeyUse.SEALING, Duration.ZERO);
        retire(KeyUse.PERSON_TOKENS, Duration.ZERO);
        retire(KeyUse.CONTENT_MACS, Duration.ZERO);

        Vault last = vault();
        assertThatThrownBy(() -> last.unseal(sealed, REF))
                .isInstanceOfSatisfying(
                        VaultException.class,
                        closed -> assertThat(closed.keyRetired()).isTrue())
                .hasMessageEndingWith("was sealed with a key that was retired");
        assertThat(last.tokens("990", "1").others()).isEmpty();
        assertThat(last.isContentMac(first.contentMac(CONTENT), CONTENT)).isFalse();
    }

    @Test
    void aKeyIsRetiredOnlyWhenNothingThatIsKeptNeedsIt() throws Exception {
        String old = number(KeyUse.SEALING);
        rotated();

        assertRefused(
                () -> rotation.retire(KeyUse.SEALING, number(KeyUse.SEALING, 1), KEPT),
                "is in use: promote another one first");
        now = now.plus(KEPT).minusSeconds(1);
        assertRefused(() -> rotation.retire(KeyUse.SEALING, old, KEPT), "may be needed until 2026-04-01T00:00:00.002Z");
        now = now.plusSeconds(1);
        rotation.retire(KeyUse.SEALING, old, KEPT);
        assertRefused(() -> rotation.retire(KeyUse.SEALING, old, KEPT), "has no key " + old + " for sealing");
        assertThat(KeyRingRotation.list(KeyRing.load(file))).anySatisfy(key -> {
            assertThat(key.number()).isEqualTo(old);
            assertThat(key.times().retired()).isEqualTo(now);
        });
    }

    @Test
    void everyStepIsOneNewFileOfItsOwnerBesideTheOldOne() throws Exception {
        byte[] before = Files.readAllBytes(file);

        KeyRingRotation.StepResult done = add();

        assertThat(done.kept())
                .isEqualTo(directory.resolve("keys.json.20260101T000000.000Z"))
                .hasBinaryContent(before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(done.kept())))
                .isEqualTo("rw-------");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(file, done.kept());
        }
        assertRefused(this::promote, "already exists"); // someone else changes it within the same millisecond
    }

    @Test
    void aLinkStaysALink() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link.json"), file);

        new KeyRingRotation(link, () -> now).add(ALL);

        assertThat(link).isSymbolicLink();
        assertThat(KeyRingRotation.list(KeyRing.load(file))).hasSize(8);
    }

    @Test
    void nothingIsPromotedTwiceAndTheReferencesNeverAre() throws Exception {
        assertRefused(this::promote, "no new sealing key to promote: run keys add first");
        assertRefused(() -> rotation.add(List.of(KeyUse.PERSON_REFS)), "the key for personRefs is not rotated");
        add();
        now = now.plusSeconds(1);
        promote();
        assertRefused(this::promote, "key to promote");
        assertThat(KeyRing.load(file).suite()).isEqualTo(suite);
    }

    @Test
    void aHistoryThatIsNoneIsRefused() throws Exception {
        add();
        Files.writeString(file, Files.readString(file).replace("\"added\" : \"", "\"added\" : \"soon"));

        assertRefused(() -> KeyRing.load(file), "has no valid \"history\"");
    }

    private KeyRingRotation.StepResult add() throws KeyRingException {
        return rotation.add(ALL);
    }

    private KeyRingRotation.StepResult promote() throws KeyRingException {
        return rotation.promote(ALL);
    }

    private Vault rotated() throws KeyRingException {
        now = now.plusMillis(1);
        add();
        now = now.plusMillis(1);
        promote();
        return vault();
    }

    /** Retires the oldest key. */
    private void retire(KeyUse use, Duration kept) throws KeyRingException {
        now = now.plusMillis(1);
        rotation.retire(use, number(use), kept);
    }

    private Vault vault() throws KeyRingException {
        return new Vault(KeyRing.load(file));
    }

    private String number(KeyUse use) throws KeyRingException {
        return number(use, 0);
    }

    private String number(KeyUse use, int place) throws KeyRingException {
        return KeyRingRotation.list(KeyRing.load(file)).stream()
                .filter(key -> key.use() == use)
                .toList()
                .get(place)
                .number();
    }

    private static void assertRefused(ThrowingCallable call, String why) {
        assertThatThrownBy(call)
                .isInstanceOf(KeyRingException.class)
                .hasNoCause()
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
    }
}

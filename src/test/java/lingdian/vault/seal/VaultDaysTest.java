package lingdian.vault.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A text sealed for a day opens as long as the day's key exists, and never again. */
@ParameterizedClass
@EnumSource(KeySuite.class)
class VaultDaysTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);
    private static final SealedRef REF =
            new SealedRef("36048110000001", UUID.fromString("7a3c1f52-0011-4000-8000-000000000001"), 7, "identity");

    @Parameter
    private KeySuite suite;

    @TempDir
    Path directory;

    private Path file;
    private Vault vault;

    @BeforeEach
    void begin() throws Exception {
        file = directory.resolve("keys.json");
        vault = new Vault(KeyRing.create(file, suite));
        VaultDays days = VaultDays.create(suite.suite(), 42, VaultDayKeys.number(FIRST));
        VaultDaysFile.create(VaultDaysFile.beside(file), days);
        vault.take(days);
    }

    @Test
    void eachDayHasAKeyOfItsOwnAndEveryNodeMakesTheSame() throws Exception {
        Vault other = loaded();
        for (int day : new int[] {0, 1, 400}) {
            byte[] sealed = vault.seal("张三", REF, FIRST.plusDays(day));
            assertThat(sealed[0]).isEqualTo((byte) 2);
            assertThat(other.unseal(sealed, REF)).isEqualTo("张三");
        }
    }

    @Test
    void aDestroyedKeyOpensNothingAndLaterOnesDo() throws Exception {
        byte[] gone = vault.seal("张三", REF, FIRST.plusDays(4));
        byte[] left = vault.seal("李四", REF, FIRST.plusDays(5));

        destroy(FIRST.plusDays(4), Set.of());

        for (Vault one : List.of(vault, loaded())) {
            assertThat(one.unseal(left, REF)).isEqualTo("李四");
            assertThatThrownBy(() -> one.unseal(gone, REF))
                    .isInstanceOfSatisfying(
                            VaultException.class,
                            refused -> assertThat(refused.keyRetired()).isTrue())
                    .hasMessageContaining("the key of a day that was dropped");
        }
    }

    @Test
    void aDayThatIsHeldKeepsItsKeyAmongDestroyedOnes() throws Exception {
        LocalDate held = FIRST.plusDays(2);
        byte[] before = vault.seal("前", REF, FIRST.plusDays(1));
        byte[] kept = vault.seal("中", REF, held);
        byte[] after = vault.seal("后", REF, FIRST.plusDays(3));

        destroy(FIRST.plusDays(3), Set.of(held));
        assertThat(loaded().unseal(kept, REF)).isEqualTo("中");
        assertThatThrownBy(() -> loaded().unseal(before, REF)).isInstanceOf(VaultException.class);
        assertThatThrownBy(() -> loaded().unseal(after, REF)).isInstanceOf(VaultException.class);

        destroy(FIRST.plusDays(3), Set.of());
        assertThatThrownBy(() -> loaded().unseal(kept, REF)).isInstanceOf(VaultException.class);
        VaultDays left = vault.days();
        assertThat(left.without(VaultDayKeys.number(FIRST.plusDays(3)), Set.of()))
                .isSameAs(left);
    }

    @Test
    void whatIsSealedUnderADayIsBoundToItAndToItsPlace() {
        byte[] sealed = vault.seal("张三", REF, FIRST);
        byte[] moved = sealed.clone();
        moved[8]++; // to the next day
        byte[] changed = sealed.clone();
        changed[changed.length - 1]++;
        byte[] asOfTheRing = sealed.clone();
        asOfTheRing[0] = 1;
        for (byte[] wrong : List.of(moved, changed, asOfTheRing)) {
            assertThatThrownBy(() -> vault.unseal(wrong, REF)).hasMessageContaining("does not open");
        }
        var elsewhere = new SealedRef(REF.placeCode(), REF.stream(), 8, REF.kind());
        assertThatThrownBy(() -> vault.unseal(sealed, elsewhere)).hasMessageContaining("does not open");
    }

    @Test
    void withoutKeysOfDaysAndBeforeTheirFirstTheRingSeals() throws Exception {
        byte[] before = vault.seal("张三", REF, FIRST.minusDays(1));
        var alone = new Vault(KeyRing.load(file));
        assertThat(alone.unseal(before, REF)).isEqualTo("张三");
        assertThat(vault.unseal(alone.seal("李四", REF, FIRST), REF)).isEqualTo("李四");
        assertThatThrownBy(() -> alone.unseal(vault.seal("张三", REF, FIRST), REF))
                .hasMessageContaining("does not open");
    }

    @Test
    void neitherTheFileNorTheRingOpensAnythingAlone() throws Exception {
        byte[] sealed = vault.seal("张三", REF, FIRST);
        var stranger = new Vault(KeyRing.create(directory.resolve("others.json"), suite));
        stranger.take(vault.days());
        assertThatThrownBy(() -> stranger.unseal(sealed, REF)).hasMessageContaining("does not open");
        var otherDays = new Vault(KeyRing.load(file));
        otherDays.take(VaultDays.create(suite.suite(), 42, VaultDayKeys.number(FIRST)));
        assertThatThrownBy(() -> otherDays.unseal(sealed, REF)).hasMessageContaining("does not open");
    }

    /** After a stolen ring was rotated, opening a text needs the new key, which the thief lacks. */
    @Test
    void aRotationOfTheRingCoversTheDaysToo() throws Exception {
        byte[] before = vault.seal("张三", REF, FIRST);
        var thief = loaded();
        var second = new AtomicInteger();
        var rotation = new KeyRingRotation(file, () -> Instant.ofEpochSecond(second.incrementAndGet()));
        String old =
                KeyRingRotation.shown(vault.keys().ring.keys(KeyUse.SEALING).primary());
        rotation.add(List.of(KeyUse.SEALING));
        rotation.promote(List.of(KeyUse.SEALING));
        vault.take(KeyRing.load(file));
        byte[] after = vault.seal("李四", REF, FIRST);

        assertThat(vault.unseal(before, REF)).isEqualTo("张三");
        assertThat(vault.unseal(after, REF)).isEqualTo("李四");
        assertThatThrownBy(() -> thief.unseal(after, REF)).hasMessageContaining("does not open");

        rotation.retire(KeyUse.SEALING, old, Duration.ZERO);
        assertThat(loaded().unseal(after, REF)).isEqualTo("李四");
        assertThatThrownBy(() -> loaded().unseal(before, REF))
                .isInstanceOfSatisfying(
                        VaultException.class,
                        refused -> assertThat(refused.keyRetired()).isTrue());
    }

    @Test
    void brokenFilesAreRefusedByName() throws Exception {
        for (Map.Entry<String, String> broken : Map.of("{", "does not hold", "{\"lingdianDayKeys\":1}", "are damaged")
                .entrySet()) {
            Files.writeString(VaultDaysFile.beside(file), broken.getKey());
            assertThatThrownBy(() -> VaultDaysFile.load(VaultDaysFile.beside(file), suite.suite()))
                    .isInstanceOf(KeyRingException.class)
                    .hasMessageContaining(broken.getValue());
        }
    }

    @Test
    void aFileThatOtherUsersCanReadIsRefused() throws Exception {
        Files.setPosixFilePermissions(VaultDaysFile.beside(file), PosixFilePermissions.fromString("rw-rw-r--"));

        assertThatThrownBy(() -> VaultDaysFile.load(VaultDaysFile.beside(file), suite.suite()))
                .isInstanceOf(KeyRingException.class)
                .hasMessageContaining("is open to other users of this machine (rw-rw-r--)");
    }

    private void destroy(LocalDate last, Set<LocalDate> kept) throws Exception {
        var numbers = kept.stream().map(VaultDayKeys::number).collect(java.util.stream.Collectors.toSet());
        VaultDays left = vault.days().without(VaultDayKeys.number(last), numbers);
        VaultDaysFile.replace(VaultDaysFile.beside(file), left);
        vault.take(left);
    }

    private Vault loaded() throws Exception {
        return VaultDayKeys.vault(KeyRing.load(file));
    }
}

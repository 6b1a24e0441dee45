package lingdian.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import lingdian.domain.document.DocumentTypes;
import lingdian.domain.region.Regions;
import lingdian.law.json.RulesFile;
import lingdian.testing.Damage;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * Any content of a configuration file is either accepted, or refused with messages that help a person to correct it.
 */
class HostileConfigurationProperties {
    @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
    void settings(@ForAll("settings") byte[] file) {
        isTakenOrRefused(() -> YamlFile.read("lingdian.yaml", new ByteArrayInputStream(file), Settings.class));
    }

    @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED)
    void rules(@ForAll("rules") byte[] file) {
        isTakenOrRefused(() -> YamlFile.read("rules.yaml", new ByteArrayInputStream(file), RulesFile.class)
                .toRules());
    }

    @Property(tries = 100, shrinking = ShrinkingMode.BOUNDED)
    void tables(@ForAll("types") byte[] types, @ForAll("regions") byte[] regions) {
        isTakenOrRefused(() -> DocumentTypes.read(new ByteArrayInputStream(types), "document-types.csv"));
        isTakenOrRefused(() -> Regions.read(new ByteArrayInputStream(regions), "regions.csv"));
    }

    private static void isTakenOrRefused(ThrowingCallable reading) {
        Throwable refused = catchThrowable(reading);
        if (refused != null) {
            assertThat(refused)
                    .isInstanceOfAny(InvalidConfiguration.class, IllegalArgumentException.class)
                    .isNotInstanceOfAny(NumberFormatException.class);
            assertThat(refused.getMessage()).containsPattern("^(lingdian|rules|document-types|regions)\\.(yaml|csv)");
        }
    }

    @Provide
    Arbitrary<byte[]> settings() throws Exception {
        return Damage.of(Files.readString(Path.of("config/lingdian.yaml")).replaceAll("(?m)^ *#.*\n", ""));
    }

    @Provide
    Arbitrary<byte[]> rules() throws Exception {
        return Damage.of(Files.readString(Path.of("config/rules.yaml")).replaceAll("(?m)^ *#.*\n", ""));
    }

    @Provide
    Arbitrary<byte[]> types() throws Exception {
        return Damage.of(Files.readString(Path.of("config/document-types.csv")));
    }

    @Provide
    Arbitrary<byte[]> regions() throws Exception {
        return Damage.of(Files.readString(Path.of("config/regions.csv")).substring(0, 4_000));
    }
}

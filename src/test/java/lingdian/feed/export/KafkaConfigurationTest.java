package lingdian.feed.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import lingdian.platform.settings.ExportSettings;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaConfigurationTest {
    private static final ExportSettings.Tls TLS = new ExportSettings.Tls(true, null, null, null);
    private static final ExportSettings.Tls NONE = new ExportSettings.Tls(false, null, null, null);

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"true, true, SASL_SSL", "true, false, SSL", "false, true, SASL_PLAINTEXT", "false, false, PLAINTEXT"})
    void tlsAndSaslMakeTheProtocol(boolean tls, boolean sasl, String protocol) throws Exception {
        var settings = settings(tls ? TLS : NONE, sasl ? sasl("rw-------", "x") : null);

        assertThat(new KafkaConfiguration(settings).producer()).containsEntry("security.protocol", protocol);
    }

    @Test
    void aPasswordIsQuotedWhateverItContains() throws Exception {
        String password = "a\"b\\c; required=\"d\" '";

        var options = new KafkaConfiguration(settings(TLS, sasl("rw-------", password + "\n"))).admin();

        var login = new Password((String) options.get("sasl.jaas.config"));
        assertThat(JaasContext.loadClientContext(Map.of("sasl.jaas.config", login))
                        .configurationEntries())
                .singleElement()
                .satisfies(entry ->
                        assertThat(entry.getOptions()).isEqualTo(Map.of("username", "u", "password", password)));
    }

    @Test
    void aPasswordThatOthersCanReadIsNotUsed() throws Exception {
        var settings = settings(TLS, sasl("rw-r--r--", "x"));

        assertThatThrownBy(() -> new KafkaConfiguration(settings))
                .isInstanceOf(ExportRefusal.class)
                .hasMessageContaining("password");
    }

    private ExportSettings.Sasl sasl(String mode, String password) throws Exception {
        Path file = Files.writeString(directory.resolve("password"), password);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return new ExportSettings.Sasl("SCRAM-SHA-512", "u", file);
    }

    private static ExportSettings.Kafka settings(ExportSettings.Tls tls, ExportSettings.Sasl sasl) {
        return new ExportSettings.Kafka(List.of("k:9093"), "t", List.of("000000"), List.of("culture"), tls, sasl);
    }
}

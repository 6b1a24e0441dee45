package lingdian.access.signin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where passkeys are possible. */
class PasskeyOriginTest {
    @ParameterizedTest
    @CsvSource({
        "https://lingdian.example, https://lingdian.example, lingdian.example",
        "https://Lingdian.Example:8443, https://lingdian.example:8443, lingdian.example",
        "https://10-1.example, https://10-1.example, 10-1.example",
        "http://localhost:8080, http://localhost:8080, localhost"
    })
    void aNameOverTlsOrThisMachine(String publicUrl, String origin, String relyingParty) {
        assertThat(PasskeyOrigin.of(publicUrl)).contains(new PasskeyOrigin(origin, relyingParty));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "http://lingdian.example",
                "https://192.0.2.1",
                "https://192.0.2.1:8443",
                "https://[2001:db8::1]",
                "http://127.0.0.1:8080",
                "http://localhost.example",
                "https://a host"
            })
    void nowhereElse(String publicUrl) {
        assertThat(PasskeyOrigin.of(publicUrl)).isEmpty();
    }
}

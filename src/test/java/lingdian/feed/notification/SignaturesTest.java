package lingdian.feed.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignaturesTest {
    /** The vector that the reference libraries of Standard Webhooks are tested with. */
    @Test
    void signsAsStandardWebhooksSays() {
        assertThat(Signatures.standard(
                        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1_614_265_330,
                        "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    /** Computed with the Python program in DingTalk's documentation, which also gives this secret. */
    @Test
    void signsAsDingTalkSays() {
        assertThat(Signatures.dingTalk("this is secret", 1_577_262_236_757L))
                .isEqualTo("hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM=");
    }

    @ParameterizedTest
    @CsvSource({
        "STANDARD, whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, true",
        "STANDARD, MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, false",
        "STANDARD, whsec_c2hvcnQ=, false",
        "STANDARD, whsec_!!!!, false",
        "DINGTALK, SEC0123456789abcdef, true",
        "DINGTALK, SEC 0123456789abcdef, false",
        "DINGTALK, SEC, false",
        "WECOM, whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, false",
    })
    void aSecretIsOneThatTheFormatCanSignWith(Format format, String secret, boolean is) {
        assertThat(Signatures.isSecret(format, secret)).isEqualTo(is);
    }

    @Test
    void aNewSecretIsOfTwentyFourBytesAtLeast() {
        String secret = Signatures.newSecret(new Random(1));

        assertThat(Signatures.isSecret(Format.STANDARD, secret)).isTrue();
        assertThat(Base64.getDecoder().decode(secret.substring("whsec_".length())))
                .hasSize(32);
    }
}

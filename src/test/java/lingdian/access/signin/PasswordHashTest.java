package lingdian.access.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
    private static final PasswordHash.Cost CHEAP = new PasswordHash.Cost(64, 1, 1);
    private static final byte[] SALT = "sixteen bytes ok".getBytes(StandardCharsets.US_ASCII);

    /** Used again by each hash. */
    private static final BlockPool MEMORY = new FixedBlockPool(100_000);

    /**
     * The hash is the output of the reference implementation: {@code echo -n password | argon2 somesalt -id -t 2 -m 8
     * -p 1 -l 24}.
     */
    @Test
    void agreesWithTheReferenceImplementation() {
        PasswordHash reference = PasswordHash.parse(
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");

        assertThat(reference.isOf("password", MEMORY)).isTrue();
        assertThat(reference.isOf("differentpassword", MEMORY)).isFalse();
    }

    @Test
    void isReadAsItIsWritten() {
        PasswordHash hash = PasswordHash.of("correct horse", CHEAP, SALT, MEMORY);

        assertThat(hash.text()).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
        assertThat(PasswordHash.parse(hash.text()).isOf("correct horse", MEMORY))
                .isTrue();
        assertThat(PasswordHash.parse(hash.text()).isOf("correct hors", MEMORY)).isFalse();
        assertThat(hash.toString()).doesNotContain(hash.text().substring(30));
    }

    @Test
    void oneSpellingOfACharacterIsAsGoodAsAnother() {
        assertThat(PasswordHash.of("café １２", CHEAP, SALT, MEMORY).isOf("cafe\u0301 12", MEMORY))
                .isTrue();
    }

    @Test
    void knowsWhetherItCostsWhatItShould() {
        PasswordHash hash = PasswordHash.of("correct horse", CHEAP, SALT, MEMORY);

        assertThat(hash.isOutdated(CHEAP)).isFalse();
        assertThat(hash.isOutdated(new PasswordHash.Cost(64, 2, 1))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "$argon2i$v=19$m=64,t=1,p=1$AAAA$AAAA", "$argon2id$v=16$m=64,t=1,p=1$AAAA$AAAA", "x"})
    void whatIsNoHashIsRefused(String text) {
        assertThatThrownBy(() -> PasswordHash.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "correct horse battery, ",
        "零点行动不见不散从今以后再见, ",
        "short one, password.short",
        "aaaaaaaaaaaaaaaa, password.guessed",
        "ababababababab, password.guessed",
        "123456789012, password.guessed",
        "abcdefghijklmn, password.guessed",
        "my-wang.li-2026, password.named",
        "MY-WANG.LI-2026, password.named",
        "我是王小丽我喜欢钓鱼和游泳, password.named",
        "我是王 小丽我喜欢钓鱼和游泳, password.named",
        "Lingdian#2026!, password.named",
        "ＬＩＮＧＤＩＡＮ＃２０２６！, password.named",
        "零点零点我的密码零点, password.short",
        "零点零点我的密码是零点零点, password.named",
        "lingdian correct horse, ",
        "password1234, password.common",
        "PassWord1234, password.common",
        "ｐａｓｓｗｏｒｄ１２３４, password.common",
        "qwertyuiop[], password.common",
        "1qaz2wsx3edc, password.common",
        "woaini5201314, password.common",
        "Zhongguo2008, password.common",
        "wangba123456, password.common",
        "Admin@123456, password.common",
        "123456123456, password.common",
    })
    void aPasswordIsLongAndNotEasilyGuessed(String password, String fault) {
        assertThat(new PasswordRules(12)
                        .fault(password, List.of("wang.li", "王小丽"))
                        .orElse(null))
                .isEqualTo(fault);
    }

    @Test
    void aPasswordHasAnEnd() {
        assertThat(new PasswordRules(12).fault("correct horse battery ".repeat(12), List.of("w")))
                .contains("password.long");
    }
}

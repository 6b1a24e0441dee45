package lingdian.access.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class CommonPasswordsTest {
    /** OWASP ASVS 5, 6.2.4: at least the 3,000 most common that the other rules permit. */
    @Test
    void theListIsLongAndOfPasswordsThatAreLongEnough() throws Exception {
        var passwords = Files.readAllLines(CommonPasswordList.FILE).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(passwords)
                .hasSizeGreaterThan(3_000)
                .doesNotHaveDuplicates()
                .allMatch(password -> password.length() >= 12)
                .allMatch(password -> password.equals(CommonPasswords.folded(password)));
    }

    /** {@code CommonPasswordList#main} writes it. */
    @Test
    void theListIsTheOneThatItsProgramMakes() throws Exception {
        assertThat(Files.readAllLines(CommonPasswordList.FILE)).isEqualTo(CommonPasswordList.lines());
    }
}

package lingdian.access.signin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A link to our sign-in can only lead to our own pages. */
class LocalPathTest {
    @ParameterizedTest
    @ValueSource(strings = {"/", "/console", "/console/violations", "/console/violations/?code=A&from=2026-07-01"})
    void ourPagesAreGoneTo(String path) {
        assertThat(LocalPath.of(path, "/home")).isEqualTo(path);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "console",
                "//evil.example",
                "///evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "/console//evil.example",
                "https://evil.example",
                "https:evil.example",
                "javascript:alert(1)",
                "/%2f/evil.example",
                "/\tevil.example",
                "/console\r\nSet-Cookie: a=b",
                "/@evil.example",
                " /console",
                "/console#//evil",
            })
    void nothingElseIs(String path) {
        assertThat(LocalPath.of(path, "/home")).isEqualTo("/home");
    }

    @Test
    void aPathHasAnEnd() {
        assertThat(LocalPath.of("/" + "a".repeat(600), "/home")).isEqualTo("/home");
    }
}

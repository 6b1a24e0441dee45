package lingdian.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a node tells browsers and those who found a vulnerability. */
class SecurityTextIT {
    private static RunningService plain;

    @BeforeAll
    static void start() throws Exception {
        plain = RunningService.start();
    }

    @AfterAll
    static void stop() throws Exception {
        plain.close();
    }

    private static final String PATH = "/.well-known/security.txt";
    private static final String HSTS = "Strict-Transport-Security";

    @Test
    void aNodeBehindTlsSaysSoAndNamesItsContact() throws Exception {
        try (RunningService service = RunningService.with()
                .settings("securityContact: mailto:security@l.example\nsignIn: {publicUrl: 'https://l.example'}\n")
                .start()) {
            Http.Answer text = Http.to(service).get(PATH);
            assertThat(text.status()).isEqualTo(200);
            assertThat(text.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(text.body())
                    .startsWith("Contact: mailto:security@l.example\n")
                    .contains("\nCanonical: https://l.example" + PATH + "\n")
                    .contains("\nPreferred-Languages: zh, en\n");
            String expires = text.body()
                    .lines()
                    .filter(line -> line.startsWith("Expires: "))
                    .findFirst()
                    .orElseThrow();
            assertThat(Instant.parse(expires.substring("Expires: ".length())))
                    .isBetween(Instant.now(), Instant.now().plus(Duration.ofDays(365)));
            for (String path : new String[] {PATH, "/sign-in", "/health/live", "/api/v1/cafes", "/nothing"}) {
                assertThat(Http.to(service).get(path).header(HSTS)).as(path).isEqualTo("max-age=31536000");
            }
        }
    }

    @Test
    void aNodeWithoutTlsAndContactSaysNothing() throws Exception {
        assertThat(Http.to(plain).get(PATH).status()).isEqualTo(404);
        assertThat(Http.to(plain).get("/sign-in").header(HSTS)).isEmpty();
    }

    /** Pages, styles, answers of the API, problems, figures: a text that somebody typed is never run as a script. */
    @ParameterizedTest
    @CsvSource({
        "/sign-in, 200",
        "/sign-in/style.css, 200",
        "/api/v1/cafes, 200",
        "/api/v1/cafes/36048110000001, 404",
        "/api/v1/nothing, 404",
        "/nothing, 404",
        "/agent/v1/events, 404",
        "/health/live, 200",
        "/metrics, 200",
    })
    void noBrowserGuessesTheTypeOfAnAnswer(String path, int status) throws Exception {
        Http.Answer answer = Http.to(plain).as(RunningService.ADMIN_TOKEN).get(path);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
    }
}

package lingdian.access.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lingdian.platform.settings.SignInSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks of OpenID Connect Core, 3.1.3.7, and the rights that claims give. */
class IdTokenTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final IdToken.Request ASKED = new IdToken.Request("https://id.example/r", "lingdian", "n-1", NOW);

    @Test
    void aTokenThatIsAsAskedForIsTaken() {
        assertThat(new IdToken(good()).fault(ASKED)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "issuer   | {'iss':'https://evil.example/r'}",
                "issuer   | {'iss':'https://id.example/r/'}",
                "issuer   | {'iss':null}",
                "audience | {'aud':'another'}",
                "audience | {'aud':null}",
                "audience | {'aud':['another']}",
                "audience | {'aud':['lingdian','another']}",
                "audience | {'aud':['lingdian','another'],'azp':'another'}",
                "audience | {'azp':'another'}",
                "time     | {'exp':1799999940}",
                "time     | {'exp':null}",
                "time     | {'exp':'1800003600'}",
                "time     | {'iat':1800000061}",
                "time     | {'iat':null}",
                "time     | {'nbf':1800000061}",
                "nonce    | {'nonce':'n-2'}",
                "nonce    | {'nonce':null}",
                "subject  | {'sub':''}",
                "subject  | {'sub':null}",
                "         | {'aud':['lingdian']}",
                "         | {'aud':['lingdian','another'],'azp':'lingdian'}",
                "         | {'exp':1799999941}",
                "         | {'nbf':1800000060}",
            })
    void whatIsWrongOrLeftOutIsRefused(String fault, String change) {
        JsonObject claims = good().mergeIn(new JsonObject(change.replace('\'', '"')));

        assertThat(new IdToken(claims).fault(ASKED)).isEqualTo(Optional.ofNullable(fault));
    }

    @Test
    void claimsAreReadWhereTheConfigurationSays() {
        var claims = good().put("name", "王\n五")
                .put(
                        "realm_access",
                        new JsonObject()
                                .put(
                                        "roles",
                                        new JsonArray().add("offline_access").add("inspector")))
                .put("authority", "culture")
                .put("region", new JsonArray().add("360400"));

        ProvidedPerson person =
                mapping(Map.of("inspector", "regulator")).person(claims).orElseThrow();

        assertThat(person).isEqualTo(new ProvidedPerson("王 五", "regulator", "culture", "360400", null));
    }

    @Test
    void whoHasNoRoleOrSeveralIsNobody() {
        JsonObject two = good().put(
                        "realm_access",
                        new JsonObject().put("roles", new JsonArray().add("a").add("b")));

        assertThat(mapping(Map.of("a", "admin", "b", "auditor")).person(two)).isEmpty();
        assertThat(mapping(Map.of("c", "admin")).person(two)).isEmpty();
        assertThat(mapping(Map.of("a", "admin")).person(good())).isEmpty();
        assertThat(mapping(Map.of("a", "admin")).person(two)).isPresent();
    }

    private static ClaimMapping mapping(Map<String, String> roles) {
        return new ClaimMapping(new SignInSettings.Provider(
                "https://id.example/r",
                "lingdian",
                "n",
                List.of("openid"),
                true,
                "realm_access.roles",
                "authority",
                "region",
                "placeCode",
                roles));
    }

    private static JsonObject good() {
        return new JsonObject()
                .put("iss", "https://id.example/r")
                .put("aud", "lingdian")
                .put("sub", "u-1")
                .put("iat", 1_800_000_000L)
                .put("exp", 1_800_003_600L)
                .put("nonce", "n-1");
    }
}

package lingdian.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ViolationIdTest {
    private static final String TEXT = "5d3c0a52-6c0e-5a9b-9d0e-2a5f6f1c7b11";

    @Test
    void asAKeyAndAsAValueItIsOneTextInJson() throws Exception {
        var json = new ObjectMapper();
        var ids = Map.of(ViolationId.of(TEXT), ViolationId.of(TEXT));

        String text = json.writeValueAsString(ids);

        assertThat(text).isEqualTo("{\"" + TEXT + "\":\"" + TEXT + "\"}");
        assertThat(json.readValue(text, new TypeReference<Map<ViolationId, ViolationId>>() {}))
                .isEqualTo(ids);
    }

    @Test
    void aTextThatIsNoUuidIsRefused() {
        assertThatThrownBy(() -> ViolationId.of("x")).isInstanceOf(IllegalArgumentException.class);
    }
}

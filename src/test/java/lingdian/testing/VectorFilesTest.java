package lingdian.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VectorFilesTest {
    @Test
    void everyVectorIsRead() {
        assertThat(VectorFiles.all()).isNotEmpty().allSatisfy(vector -> {
            assertThat(vector.cafes()).isNotEmpty();
            assertThat(vector.cafes())
                    .allSatisfy(cafe -> assertThat(cafe.events()).isNotEmpty());
        });
        assertThat(VectorFiles.named("overtime-plain").cafes().getFirst().verdicts())
                .containsEntry(1L, List.of());
    }
}

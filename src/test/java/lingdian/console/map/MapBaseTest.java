package lingdian.console.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import lingdian.platform.settings.MapSettings;
import lingdian.platform.settings.MapSettings.Picture;
import org.junit.jupiter.api.Test;

/** What the cafés are drawn on. */
class MapBaseTest {
    private static final Picture CITY = picture("360400");
    private static final Picture COUNTY = picture("360481");

    @Test
    void aRegionIsDrawnOnThePictureOfTheSmallestRegionAroundIt() {
        var settings = new MapSettings(List.of(), "", 18, List.of(CITY, COUNTY));

        assertThat(MapPages.base(settings, "360481")).isEqualTo(COUNTY);
        assertThat(MapPages.base(settings, "360482")).isEqualTo(CITY);
        assertThat(MapPages.base(settings, "360400")).isEqualTo(CITY);
        assertThat(MapPages.base(settings, "360000")).isNull();
        assertThat(MapPages.base(settings, "")).isNull();
    }

    @Test
    void onlyOtherOriginsNeedAnExceptionOfThePolicy() {
        var settings = new MapSettings(
                List.of(
                        "/t/{z}/{x}/{y}.png",
                        "https://t0.example:8443/a?x={x}&y={y}&z={z}",
                        "https://t0.example:8443/b/{z}/{x}/{y}"),
                "S",
                18,
                List.of());

        assertThat(settings.origins()).containsExactly("https://t0.example:8443");
    }

    @Test
    void eachStateHasAShapeOfItsOwn() {
        assertThat(MappedCafe.STATES.stream().map(Schematic::shape)).doesNotHaveDuplicates();
    }

    private static Picture picture(String region) {
        return new Picture(region, Path.of(region + ".png"), "S", 29, 115, 30, 116);
    }
}

package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class KeptTextTest {

    @Test
    void whatIsKeptHowLongItLastsAndTheLimitsAreTold() throws Exception {
        String told = KeptText.of(new ObjectMapper().readTree("""
                {"bytes": 1234000000, "recording": {"bytes": 1200000000}, "kv": {"bytes": 30000000}, "thumbnails": {"bytes": 3999000},
                 "evidence": {"bytes": 1000}, "limits": {"days": 30.0, "recording": {"bytes": 60000000000, "days": 0.5}},
                 "limits_of_all": {"bytes": 100000000000}, "bytes_a_day": 3100000000, "disk_free": 500000000000, "lasts_days": 9.2,
                 "limited": true}"""));
        assertThat(told.lines()).containsExactly(
                "Keeps 1.2 GB: recorded video 1.2 GB, KV cache 30.0 MB, pictures 4.0 MB, evidence 1 KB; 500.0 GB free; "
                        + "3.1 GB a day: lasts 9 days at this rate.",
                "Limits: 30 days, recorded video 60.0 GB, recorded video 0.5 days; of all streams together: 100.0 GB.");
    }

    @Test
    void whereNothingIsKeptNothingIsPromised() throws Exception {
        String told = KeptText.of(new ObjectMapper().readTree("""
                {"bytes": 0, "recording": {"bytes": 0}, "kv": {"bytes": 0}, "thumbnails": {"bytes": 0}, "evidence": {"bytes": 0},
                 "limits": {}, "limits_of_all": {}, "bytes_a_day": 0, "disk_free": 999, "lasts_days": null, "limited": false}"""));
        assertThat(told).contains("999 B free; too little is known to say how long it lasts.",
                "Limits: none; of all streams together: none.");
    }
}

import { Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Explained } from "../../api/explain/shapes.ts";
import { ask } from "../ask/ask.ts";
import { Part } from "../parts/page.tsx";
import { useLanguage } from "../phrases/language.tsx";

const SHOWN = 10;
const LIVE_MS = 5_000;

const useDecisions = (id: number) =>
  useQuery({
    queryKey: ["explain", id],
    queryFn: () => ask<Explained>("GET", `/api/explain?subscriberId=${id}&limit=${SHOWN}`),
    refetchInterval: LIVE_MS,
  });

/** Why a person's latest logins were decided as they were, in one sentence each; nothing before the first. */
export const Decisions = ({ id }: { readonly id: number }) => {
  const { phrases, format, locale } = useLanguage();
  const { data } = useDecisions(id);
  if (!data || data.decisions.length === 0) return null;
  return (
    <Part title={phrases.explain.title}>
      <div className="rows">
        {data.decisions.map(({ at, accessPointName, staff }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two logins may be decided at one instant
          <Group key={`${at} ${index}`} px="md" py={6} gap="sm" wrap="nowrap" align="flex-start">
            <Text fz="xs" className="soft timeline-at" pt={2}>
              {format.moment(at)}
            </Text>
            <Text fz="sm">
              {staff[locale]} <span className="soft">{accessPointName}</span>
            </Text>
          </Group>
        ))}
      </div>
    </Part>
  );
};

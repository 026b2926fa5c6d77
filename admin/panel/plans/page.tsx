import { Badge, Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { PlanRow } from "../../api/plans/shapes.ts";
import { ask } from "../ask/ask.ts";
import { useChange, useMe, usePlans } from "../ask/queries.ts";
import { Loading } from "../parts/loading.tsx";
import { Page } from "../parts/page.tsx";
import { useTell } from "../parts/tell.ts";
import { useLanguage } from "../phrases/language.tsx";
import { PlanDrawer } from "./drawer.tsx";
import { summaryOf } from "./summary.ts";

type Row = { readonly plan: PlanRow; readonly canChange: boolean; readonly onChange: () => void };

const PlanCard = ({ plan, canChange, onChange }: Row) => {
  const { locale, phrases, format } = useLanguage();
  const tell = useTell();
  const prefer = useChange(() => ask("POST", `/api/plans/${plan.id}/default`), [["plans"]]);
  return (
    <Stack component="article" className="card" p="md" gap={6}>
      <Group justify="space-between" gap="xs">
        <Group gap="sm">
          <Title order={2} fz={17}>
            {plan.name[locale]}
          </Title>
          {plan.isDefault && (
            <Badge variant="light" tt="none">
              {phrases.plans.isDefault}
            </Badge>
          )}
        </Group>
        {canChange && (
          <Group gap="xs">
            {!plan.isDefault && (
              <Button
                size="compact-sm"
                variant="subtle"
                loading={prefer.isPending}
                onClick={() => prefer.mutate(undefined, { onError: tell.refused })}
              >
                {phrases.plans.makeDefault}
              </Button>
            )}
            <Button size="compact-sm" variant="default" onClick={onChange}>
              {phrases.plans.change}
            </Button>
          </Group>
        )}
      </Group>
      <Text>{summaryOf(plan.policy, phrases, format) || phrases.plans.noAllowance}</Text>
      <Text fz="sm" className="soft">
        {phrases.plans.people(format.count(plan.people), format.count(plan.online))}
      </Text>
    </Stack>
  );
};

/** The plans, to be made and changed. */
export const PlansPage = () => {
  const { phrases } = useLanguage();
  const { data, error } = usePlans();
  const { data: me } = useMe();
  const [edited, setEdited] = useState<PlanRow | "new" | null>(null);
  const canChange = me?.permissions.includes("change-plans") ?? false;
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEdited("new")}>
      {phrases.plans.make}
    </Button>
  );
  return (
    <Page title={phrases.pages.plans} aside={canChange && add}>
      {!data && <Loading fault={error} />}
      <Stack gap="sm">
        {data?.plans.map((plan) => (
          <PlanCard key={plan.id} plan={plan} canChange={canChange} onChange={() => setEdited(plan)} />
        ))}
      </Stack>
      <PlanDrawer edited={edited} onClose={() => setEdited(null)} />
    </Page>
  );
};

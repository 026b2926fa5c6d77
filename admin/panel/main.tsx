import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./theme.css";
import { MantineProvider } from "@mantine/core";
import { ModalsProvider } from "@mantine/modals";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { client } from "./ask/client.ts";
import { Speaking } from "./phrases/language.tsx";
import { router } from "./router.tsx";
import { Gate } from "./sign-in/gate.tsx";
import { theme } from "./theme.ts";

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <QueryClientProvider client={client}>
          <Speaking>
            <ModalsProvider>
              <Notifications position="bottom-right" autoClose={4_000} limit={3} />
              <Gate>
                <RouterProvider router={router} />
              </Gate>
            </ModalsProvider>
          </Speaking>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}

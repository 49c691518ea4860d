'use client'
import type { Config } from '@cloudpa/contracts/orgs'
import { createContext, useContext, type ReactNode } from 'react'

const ConfigContext = createContext<Config | null>(null)

export function ConfigProvider({ config, children }: { config: Config | null; children: ReactNode }) {
  return <ConfigContext value={config}>{children}</ConfigContext>
}

/** What this installation offers before anybody signs in; null when the API did not answer. */
export function useConfig(): Config | null {
  return useContext(ConfigContext)
}
